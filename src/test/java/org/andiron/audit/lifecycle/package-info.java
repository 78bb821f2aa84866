/** Tests of what is recorded of the server itself. */
@NullMarked
package org.andiron.audit.lifecycle;

import org.jspecify.annotations.NullMarked;
