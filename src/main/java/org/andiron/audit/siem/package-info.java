/** Hands every record of the audit log, once it is sealed, to a system that watches over many. */
@NullMarked
package org.andiron.audit.siem;

import org.jspecify.annotations.NullMarked;
