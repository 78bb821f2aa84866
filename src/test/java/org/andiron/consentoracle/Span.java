package org.andiron.consentoracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;

/**
 * A stretch of time: all that its bounds, as they are written, can mean. A day as an end is that
 * whole day.
 *
 * @param from first moment
 * @param until first moment after it
 */
record Span(Instant from, Instant until) {

  static final Span ALWAYS = new Span(Instant.MIN, Instant.MAX);

  static Span of(Period period, ZoneId zone) {
    return new Span(
        period.hasStart() ? of(period.getStartElement(), zone).from : Instant.MIN,
        period.hasEnd() ? of(period.getEndElement(), zone).until : Instant.MAX);
  }

  static Span of(DateTimeType value, ZoneId zone) {
    return of(value.getValueAsString(), zone);
  }

  /** What a FHIR dateTime or instant covers. Dates without a time are those of the zone. */
  static Span of(String written, ZoneId zone) {
    return switch (written.length()) {
      case 4 -> days(Year.parse(written).atDay(1), Year.parse(written).plusYears(1).atDay(1), zone);
      case 7 ->
          days(
              YearMonth.parse(written).atDay(1),
              YearMonth.parse(written).plusMonths(1).atDay(1),
              zone);
      case 10 -> days(LocalDate.parse(written), LocalDate.parse(written).plusDays(1), zone);
      default -> moment(written);
    };
  }

  static Span of(Instant moment) {
    return new Span(moment, moment.plusMillis(1));
  }

  private static Span days(LocalDate first, LocalDate next, ZoneId zone) {
    return new Span(first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
  }

  private static Span moment(String written) {
    Instant start = OffsetDateTime.parse(written).toInstant();
    return new Span(start, written.contains(".") ? start.plusMillis(1) : start.plusSeconds(1));
  }

  boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(until);
  }

  boolean overlaps(Span other) {
    return from.isBefore(other.until) && other.from.isBefore(until);
  }

  boolean isWithin(Span other) {
    return !from.isBefore(other.from) && !until.isAfter(other.until);
  }

  @Override
  public String toString() {
    return from + ".." + until;
  }
}
