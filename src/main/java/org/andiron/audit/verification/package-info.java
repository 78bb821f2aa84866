/**
 * Checks the whole audit log, in the database or in a dump of it: that each record is as it was
 * sealed, that none is missing and none was put in, and that all signed heads tell the same story.
 */
@NullMarked
package org.andiron.audit.verification;

import org.jspecify.annotations.NullMarked;
