package org.andiron.consentoracle;

import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.jspecify.annotations.Nullable;

/**
 * What the law or an administrator forbids, before any consent: a court order, 42 CFR Part 2.
 *
 * @param patient null for every patient
 * @param rule forbidden is what it matches
 * @param yieldsInEmergency whether breaking the glass overrides it
 */
record LegalDenial(@Nullable String patient, ProvisionComponent rule, boolean yieldsInEmergency) {}
