package org.andiron.consent.directive;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import org.andiron.consent.rule.TimeRange;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * Reads periods, both ends of which are part of them, and dates that are less than a day precise: a
 * year is all of its days.
 *
 * @param zone in which dates without a time of day are meant
 */
public record TimeReader(ZoneId zone) {

  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;

  /** The range, null if the period ends before it begins or one of its ends cannot be read. */
  public @Nullable TimeRange read(Period period) {
    TimeRange first = period.hasStart() ? range(period.getStartElement()) : null;
    TimeRange last = period.hasEnd() ? range(period.getEndElement()) : null;
    if ((period.hasStart() && first == null) || (period.hasEnd() && last == null)) {
      return null;
    }
    Instant from = first == null ? null : first.from();
    Instant until = last == null ? null : last.until();
    return from == null || until == null || from.isBefore(until)
        ? new TimeRange(from, until)
        : null;
  }

  /** The range, null if there is no value or it cannot be read. */
  public @Nullable TimeRange range(BaseDateTimeType time) {
    String text = time.getValueAsString();
    Date value = time.getValue();
    if (text == null || value == null) {
      return null;
    }
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
        Instant instant = value.toInstant();
        Duration precision = text.contains(".") ? Duration.ofMillis(1) : Duration.ofSeconds(1);
        yield new TimeRange(instant, instant.plus(precision));
      }
    };
  }

  private TimeRange days(LocalDate first, LocalDate next) {
    return new TimeRange(first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
  }
}
