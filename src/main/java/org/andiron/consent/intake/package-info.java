/** Refuses Consents that cannot be computed when they are written. */
@NullMarked
package org.andiron.consent.intake;

import org.jspecify.annotations.NullMarked;
