package org.andiron.consent.directive;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import org.andiron.consent.rule.TimeRange;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * Reads periods, both ends of which are part of them, and dates that are less than a day precise: a
 * year is all of its days.
 *
 * @param zone in which dates without a time of day are meant
 */
record TimeReader(ZoneId zone) {

  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;

  /** The range, null if the period ends before it begins. */
  @Nullable TimeRange read(Period period) {
    Instant from = period.hasStart() ? range(period.getStartElement()).from() : null;
    Instant until = period.hasEnd() ? range(period.getEndElement()).until() : null;
    return from == null || until == null || from.isBefore(until)
        ? new TimeRange(from, until)
        : null;
  }

  TimeRange range(DateTimeType time) {
    String text = Objects.requireNonNull(time.getValueAsString());
    return switch (text.length()) {
      case YEAR -> {
        LocalDate first = LocalDate.parse(text + "-01-01");
        yield days(first, first.plusYears(1));
      }
      case MONTH -> {
        LocalDate first = LocalDate.parse(text + "-01");
        yield days(first, first.plusMonths(1));
      }
      case DAY -> {
        LocalDate day = LocalDate.parse(text);
        yield days(day, day.plusDays(1));
      }
      default -> {
        Instant instant = time.getValue().toInstant();
        Duration precision = text.contains(".") ? Duration.ofMillis(1) : Duration.ofSeconds(1);
        yield new TimeRange(instant, instant.plus(precision));
      }
    };
  }

  private TimeRange days(LocalDate first, LocalDate next) {
    return new TimeRange(first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
  }
}
