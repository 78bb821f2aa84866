package org.andiron.risk.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Objects;
import org.andiron.risk.model.FeatureValue;
import org.hl7.fhir.r4.model.Patient;

/**
 * Completed years at the day of the time asked for, in UTC. Of a date of birth that is a month or a
 * year, only if it is the same for every day in it.
 */
final class AgeReader {

  private AgeReader() {}

  static ReadValue read(Patient patient, FeatureDefinition feature, Instant asOf) {
    String birth = patient.getBirthDateElement().getValueAsString();
    if (birth == null) {
      return ReadValue.rejected(IssueCode.NO_VALUE);
    }
    LocalDate first;
    try {
      first = FhirTime.day(birth);
    } catch (DateTimeException e) {
      return ReadValue.rejected(IssueCode.UNDATED);
    }
    LocalDate last =
        switch (birth.length()) {
          case 4 -> first.plusYears(1).minusDays(1);
          case 7 -> first.plusMonths(1).minusDays(1);
          default -> first;
        };
    LocalDate day = asOf.atOffset(ZoneOffset.UTC).toLocalDate();
    int years = Period.between(first, day).getYears();
    if (years != Period.between(last, day).getYears()) {
      return ReadValue.rejected(IssueCode.UNDATED);
    }
    return Objects.requireNonNull(feature.measure()).plausible().contains(years)
        ? ReadValue.of(new FeatureValue.Quantity(years))
        : ReadValue.rejected(IssueCode.IMPLAUSIBLE);
  }
}
