/** Tests of the operations that check the audit log. */
@NullMarked
package org.andiron.audit.operation;

import org.jspecify.annotations.NullMarked;
