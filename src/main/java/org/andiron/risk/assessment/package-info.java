/**
 * What answers of risk models are in FHIR, how one record is scored by one model, and how a stored
 * score is computed again. Pure: FHIR's structures, no Spring, no server.
 */
@NullMarked
package org.andiron.risk.assessment;

import org.jspecify.annotations.NullMarked;
