package org.andiron.risk.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.jspecify.annotations.Nullable;

/**
 * What a date of FHIR may mean: one instant if it has a time, else any of its day, month or year in
 * UTC. What must not be known yet is judged by the last instant, so that a date without time is
 * never taken for earlier than it may have been.
 *
 * @param first that it may be
 * @param last that it may be, not before the first
 */
public record TimeSpan(Instant first, Instant last) {

  /**
   * @throws IllegalArgumentException if the last is before the first
   */
  public TimeSpan {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException("a span does not end before it begins");
    }
  }

  /** The span of a date; empty if there is none or it is no date. */
  public static Optional<TimeSpan> of(@Nullable BaseDateTimeType date) {
    Instant first = FhirTime.instant(date);
    if (date == null || first == null) {
      return Optional.empty();
    }
    String text = date.getValueAsString();
    return text.indexOf('T') > 0
        ? Optional.of(new TimeSpan(first, first))
        : Optional.of(new TimeSpan(first, lastOf(text)));
  }

  private static Instant lastOf(String text) {
    LocalDate day = FhirTime.day(text);
    LocalDate next =
        switch (text.length()) {
          case 4 -> day.plusYears(1);
          case 7 -> day.plusMonths(1);
          default -> day.plusDays(1);
        };
    try {
      return next.atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1);
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }

  /** Whether all of it is after the time. */
  public boolean isAfter(Instant time) {
    return first.isAfter(time);
  }

  /** Whether all of it is at the time or before it. */
  public boolean isUntil(Instant time) {
    return !last.isAfter(time);
  }
}
