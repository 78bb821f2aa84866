/** Proofs from the sealed audit log, for those who have a signed head and not the log. */
@NullMarked
package org.andiron.audit.proof;

import org.jspecify.annotations.NullMarked;
