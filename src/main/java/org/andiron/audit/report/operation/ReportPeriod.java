package org.andiron.audit.report.operation;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;

/**
 * Of what time a report is.
 *
 * @param from empty: from the first event on
 * @param before after the last
 */
record ReportPeriod(Optional<Instant> from, Instant before) {

  /**
   * As it is asked for. A date is a day in the zone, a month and a year likewise, and the end is
   * within it.
   *
   * @param now the end, if none is asked for
   * @throws InvalidRequestException if it ends before it begins
   */
  static ReportPeriod of(
      @Nullable DateTimeType since, @Nullable DateTimeType until, Instant now, ZoneId zone) {
    Optional<Instant> from =
        since == null || since.isEmpty() ? Optional.empty() : Optional.of(start(since, zone));
    Instant before = until == null || until.isEmpty() ? now : end(until, zone);
    if (from.filter(it -> !it.isBefore(before)).isPresent()) {
      throw new InvalidRequestException(
          "'_since' is not before '_until', or not before now: there is no such time.");
    }
    return new ReportPeriod(from, before);
  }

  private static Instant start(DateTimeType time, ZoneId zone) {
    String text = time.getValueAsString();
    return switch (time.getPrecision()) {
      case YEAR -> ZonedDateTime.of(time.getYear(), 1, 1, 0, 0, 0, 0, zone).toInstant();
      case MONTH ->
          ZonedDateTime.of(time.getYear(), time.getMonth() + 1, 1, 0, 0, 0, 0, zone).toInstant();
      case DAY ->
          ZonedDateTime.of(time.getYear(), time.getMonth() + 1, time.getDay(), 0, 0, 0, 0, zone)
              .toInstant();
      default -> OffsetDateTime.parse(text).toInstant();
    };
  }

  private static Instant end(DateTimeType time, ZoneId zone) {
    ZonedDateTime start = start(time, zone).atZone(zone);
    TemporalPrecisionEnum precision = time.getPrecision();
    return (switch (precision) {
          case YEAR -> start.plusYears(1);
          case MONTH -> start.plusMonths(1);
          case DAY -> start.plusDays(1);
          case MILLI -> start.plus(1, ChronoUnit.MILLIS);
          default -> start.plusSeconds(1);
        })
        .toInstant();
  }
}
