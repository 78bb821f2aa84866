/** Decides from consents and policies what a caller may do with a resource, and says why. Pure. */
@NullMarked
package org.andiron.consent.decision;

import org.jspecify.annotations.NullMarked;
