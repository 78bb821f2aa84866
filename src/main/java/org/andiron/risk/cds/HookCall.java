package org.andiron.risk.cds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A call that is understood.
 *
 * @param patient id of the Patient, without type
 * @param elsewhere base URL of the FHIR server on which the patient is, if that is not this one
 * @param prefetch what was sent along
 * @param medicationOrders how many orders of medication are about to be signed
 */
record HookCall(
    String patient, Optional<String> elsewhere, JsonNode prefetch, int medicationOrders) {}
