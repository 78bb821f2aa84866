package org.andiron.risk.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;

/** Finds in a Patient why nothing is to be extracted. */
final class RefusalCheck {

  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

  private RefusalCheck() {}

  static Set<Refusal> check(Patient patient, Instant asOf) {
    Set<Refusal> refusals = EnumSet.noneOf(Refusal.class);
    if (isDead(patient, asOf)) {
      refusals.add(Refusal.DECEASED);
    }
    if (isUnborn(patient, asOf)) {
      refusals.add(Refusal.NOT_BORN);
    }
    if (patient.getLink().stream().anyMatch(link -> link.getType() == LinkType.REPLACEDBY)) {
      refusals.add(Refusal.REPLACED);
    }
    if (patient.getMeta().getSecurity(ACT_REASON, "HTEST") != null) {
      refusals.add(Refusal.TEST_PATIENT);
    }
    return refusals;
  }

  private static boolean isDead(Patient patient, Instant asOf) {
    if (patient.getDeceased() instanceof BooleanType deceased) {
      return Boolean.TRUE.equals(deceased.getValue());
    }
    if (patient.getDeceased() instanceof DateTimeType death) {
      Instant time = FhirTime.asOf(death, asOf);
      return time == null || !time.isAfter(asOf);
    }
    return false;
  }

  private static boolean isUnborn(Patient patient, Instant asOf) {
    String birth = patient.getBirthDateElement().getValueAsString();
    if (birth == null) {
      return false;
    }
    try {
      return FhirTime.day(birth).isAfter(asOf.atOffset(FhirTime.FIRST_ON_EARTH).toLocalDate());
    } catch (DateTimeException e) {
      return false; // the age is missing then
    }
  }
}
