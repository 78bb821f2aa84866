/**
 * Anchors: signed heads of the audit log where whoever can change the database cannot change them.
 * A log that was altered, cut or set back does not fit them any more.
 */
@NullMarked
package org.andiron.audit.anchor;

import org.jspecify.annotations.NullMarked;
