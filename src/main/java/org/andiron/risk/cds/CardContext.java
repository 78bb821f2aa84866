package org.andiron.risk.cds;

import java.util.Optional;
import org.andiron.risk.explanation.Language;

/**
 * Where cards are shown.
 *
 * @param fhirBase of this server, as the caller knows it
 * @param sent whether what the caller sent was used
 * @param patient id of the Patient, if that exists here for the caller
 * @param medicationOrders how many orders of medication are about to be signed; empty if none are
 *     because nothing is
 */
record CardContext(
    Language language,
    String fhirBase,
    boolean sent,
    Optional<String> patient,
    Optional<Integer> medicationOrders) {}
