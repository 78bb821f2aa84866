/** Reads R4 Consent resources into rules, and refuses what cannot be computed. */
@NullMarked
package org.andiron.consent.directive;

import org.jspecify.annotations.NullMarked;
