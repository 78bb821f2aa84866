package org.andiron.risk.feature;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Period;

/**
 * The hospital stay that features are about.
 *
 * @param end of it, or the time asked for if it goes on
 * @param days midnights between admission and discharge, where the stay was
 */
record Stay(RecordItem encounter, Instant start, Instant end, long days) {

  /** Finds the stay as of a time. */
  static Optional<Stay> find(StayDefinition definition, List<RecordItem> encounters, Instant asOf) {
    OccurrenceReader occurrences = new OccurrenceReader(asOf);
    Instant endedAfter = TimeWindow.before(asOf, definition.endedWithin());
    return encounters.stream()
        .filter(item -> hasCode(item, definition.codes()))
        .map(
            item -> {
              Instant start = occurrences.read(item.resource(), definition.statuses()).time();
              return start == null ? null : of(item, start, asOf);
            })
        .filter(stay -> stay != null && !stay.end.isBefore(endedAfter))
        .max(Comparator.comparing(Stay::start).thenComparing(stay -> stay.encounter.version()));
  }

  private static Stay of(RecordItem item, Instant start, Instant asOf) {
    Period period = ((Encounter) item.resource()).getPeriod();
    Instant end = FhirTime.end(period);
    LocalDate admitted = FhirTime.dayAsWritten(period.getStartElement());
    if (end == null || end.isAfter(asOf) || end.isBefore(start)) {
      LocalDate now = asOf.atOffset(FhirTime.offset(period.getStartElement())).toLocalDate();
      return new Stay(item, start, asOf, between(admitted, now));
    }
    return new Stay(
        item, start, end, between(admitted, FhirTime.dayAsWritten(period.getEndElement())));
  }

  /** None if dates of several offsets are in the other order than their times. */
  private static long between(LocalDate admitted, LocalDate left) {
    return Math.max(0, ChronoUnit.DAYS.between(admitted, left));
  }

  private static boolean hasCode(RecordItem item, CodeSet codes) {
    for (Coding coding : item.codings()) {
      if (codes.contains(coding.getSystem(), coding.getCode())) {
        return true;
      }
    }
    return false;
  }
}
