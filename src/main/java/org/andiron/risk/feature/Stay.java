package org.andiron.risk.feature;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;

/**
 * The hospital stay that features are about.
 *
 * @param end of it, or the time asked for if it goes on
 */
record Stay(RecordItem encounter, Instant start, Instant end) {

  /** Midnights (UTC) between admission and discharge. */
  long days() {
    return ChronoUnit.DAYS.between(day(start), day(end));
  }

  private static LocalDate day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }

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
    Instant end = FhirTime.end(((Encounter) item.resource()).getPeriod());
    return end == null || end.isAfter(asOf) || end.isBefore(start)
        ? new Stay(item, start, asOf)
        : new Stay(item, start, end);
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
