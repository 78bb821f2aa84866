package org.andiron.risk.training;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.feature.TimeSpan;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;

/** What a Patient says of a person that decides on examples and their groups. */
record Person(Patient patient) {

  private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

  private static final Map<String, String> RACES =
      Map.of(
          "1002-5", "american-indian-or-alaska-native",
          "2028-9", "asian",
          "2054-5", "black",
          "2076-8", "pacific-islander",
          "2106-3", "white",
          "2131-1", "other");
  private static final Map<String, String> ETHNICITIES =
      Map.of("2135-2", "hispanic", "2186-5", "not-hispanic");

  /** Whether another record took the place of this one. */
  boolean isReplaced() {
    return patient.getLink().stream().anyMatch(link -> link.getType() == LinkType.REPLACEDBY);
  }

  /** Whether it is nobody, but was made to test. */
  boolean isTest() {
    return patient.getMeta().getSecurity(ACT_REASON, "HTEST") != null;
  }

  /** Whether nobody can tell when the death was. */
  boolean isDeathUndated() {
    return patient.getDeceased() instanceof BooleanType deceased
        ? Boolean.TRUE.equals(deceased.getValue())
        : patient.getDeceased() instanceof DateTimeType date && TimeSpan.of(date).isEmpty();
  }

  /** When the person died. */
  Optional<TimeSpan> death() {
    return patient.getDeceased() instanceof DateTimeType date
        ? TimeSpan.of(date)
        : Optional.empty();
  }

  /** Completed years, in UTC; empty if they are not the same for each day that the birth may be. */
  Optional<Integer> age(Instant at) {
    return TimeSpan.of(patient.getBirthDateElement())
        .filter(birth -> birth.isUntil(at) || day(birth.first()).equals(day(at)))
        .flatMap(
            birth -> {
              int atMost = Period.between(day(birth.first()), day(at)).getYears();
              int atLeast = Period.between(day(birth.last()), day(at)).getYears();
              return atMost == atLeast ? Optional.of(atMost) : Optional.empty();
            });
  }

  boolean isBorn(Instant at) {
    return TimeSpan.of(patient.getBirthDateElement())
        .map(birth -> !day(birth.first()).isAfter(day(at)))
        .orElse(true);
  }

  /** The sex at birth where US Core's extension says it, else the administrative gender. */
  Optional<String> sex() {
    Extension birthSex = patient.getExtensionByUrl(US_CORE + "birthsex");
    if (birthSex != null && birthSex.getValue() instanceof CodeType code) {
      String value = String.valueOf(code.getValue());
      if (value.equals("F") || value.equals("M")) {
        return Optional.of(value.equals("F") ? "female" : "male");
      }
    }
    return Optional.ofNullable(patient.getGender())
        .map(gender -> gender.toCode())
        .filter(code -> !code.equals("unknown"));
  }

  Optional<String> race() {
    return group("race", RACES);
  }

  Optional<String> ethnicity() {
    return group("ethnicity", ETHNICITIES);
  }

  private Optional<String> group(String extension, Map<String, String> names) {
    Extension recorded = patient.getExtensionByUrl(US_CORE + extension);
    if (recorded == null) {
      return Optional.empty();
    }
    List<String> groups =
        recorded.getExtensionsByUrl("ombCategory").stream()
            .map(Extension::getValue)
            .filter(Coding.class::isInstance)
            .flatMap(value -> Optional.ofNullable(names.get(((Coding) value).getCode())).stream())
            .distinct()
            .toList();
    return groups.size() > 1 ? Optional.of("several") : groups.stream().findFirst();
  }

  private static LocalDate day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
