/**
 * What a clinician reads of an answer of a risk model and can check: what went into it, what was
 * assumed, what the model would compute at goals of guidelines, in English and Chinese. Pure: no
 * FHIR, no Spring.
 */
@NullMarked
package org.andiron.risk.explanation;

import org.jspecify.annotations.NullMarked;
