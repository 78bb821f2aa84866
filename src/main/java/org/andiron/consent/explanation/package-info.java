/** Says who may see what of a patient's record, and why. */
@NullMarked
package org.andiron.consent.explanation;

import org.jspecify.annotations.NullMarked;
