/**
 * Takes old months out of the audit log, exported and with their proof left behind, and puts holds
 * on what has to stay. Operators do that, as a role of PostgreSQL of its own; the server does not.
 */
@NullMarked
package org.andiron.audit.retention;

import org.jspecify.annotations.NullMarked;
