package org.andiron.risk.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * Instants of what FHIR calls dates, the same whatever the time zone of the machine: a date without
 * time is its first instant in UTC, as is a month or a year.
 */
final class FhirTime {

  private FhirTime() {}

  /** The instant, null if there is none or it is no date. */
  static @Nullable Instant instant(@Nullable BaseDateTimeType date) {
    if (date == null) {
      return null;
    }
    String text = date.getValueAsString();
    if (text == null) {
      return null;
    }
    try {
      return text.indexOf('T') > 0
          ? moment(text)
          : day(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * The same as {@link OffsetDateTime#parse}, of whole seconds with an offset as most are written in
   * a tenth of the time.
   */
  private static Instant moment(String text) {
    boolean utc = text.length() == 20 && text.charAt(19) == 'Z';
    boolean offset =
        text.length() == 25
            && text.charAt(22) == ':'
            && (text.charAt(19) == '+' || text.charAt(19) == '-');
    if ((!utc && !offset) || text.charAt(4) != '-' || text.charAt(7) != '-'
        || text.charAt(10) != 'T' || text.charAt(13) != ':' || text.charAt(16) != ':') {
      return OffsetDateTime.parse(text).toInstant();
    }
    int century = digits(text, 0);
    int year = digits(text, 2);
    int month = digits(text, 5);
    int day = digits(text, 8);
    int hour = digits(text, 11);
    int minute = digits(text, 14);
    int second = digits(text, 17);
    int offsetHour = offset ? digits(text, 20) : 0;
    int offsetMinute = offset ? digits(text, 23) : 0;
    boolean usual =
        (century | year | month | day | hour | minute | second | offsetHour | offsetMinute) >= 0
            && hour < 24 && minute < 60 && second < 60 && offsetHour < 18 && offsetMinute < 60;
    if (!usual) {
      return OffsetDateTime.parse(text).toInstant();
    }
    int shift = (offsetHour * 60 + offsetMinute) * (offset && text.charAt(19) == '-' ? -1 : 1);
    return Instant.ofEpochSecond(
        LocalDate.of(century * 100 + year, month, day).toEpochDay() * 86_400L
            + ((hour * 60L + minute) - shift) * 60
            + second);
  }

  /** A number of two digits, negative if it is none. */
  private static int digits(String text, int at) {
    int tens = text.charAt(at) - '0';
    int ones = text.charAt(at + 1) - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }

  /** The first day of a date, a month, or a year. */
  static LocalDate day(String text) {
    return switch (text.length()) {
      case 4 -> LocalDate.parse(text + "-01-01");
      case 7 -> LocalDate.parse(text + "-01");
      default -> LocalDate.parse(text);
    };
  }

  static @Nullable Instant start(@Nullable Period period) {
    return period == null ? null : instant(period.getStartElement());
  }

  static @Nullable Instant end(@Nullable Period period) {
    return period == null ? null : instant(period.getEndElement());
  }

  static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  /** Whether the date is certainly after the instant; false if it is no date. */
  static boolean isAfter(BaseDateTimeType date, Instant instant) {
    Instant found = instant(date);
    return found != null && found.isAfter(instant);
  }

  /** Whether a date without time is the day of the instant, in UTC. */
  static boolean isSameDay(BaseDateTimeType date, Instant instant) {
    String text = date.getValueAsString();
    return text != null
        && text.length() <= 10
        && instant.atOffset(ZoneOffset.UTC).toLocalDate().toString().startsWith(text);
  }
}
