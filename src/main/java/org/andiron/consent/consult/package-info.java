/** Answers other systems that ask whether a patient consents: the hook of LEAP. */
@NullMarked
package org.andiron.consent.consult;

import org.jspecify.annotations.NullMarked;
