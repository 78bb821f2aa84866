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

  /** Where a day begins first. */
  static final ZoneOffset FIRST_ON_EARTH = ZoneOffset.ofHours(14);

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
   * The instant as of a time. A date without time is not later than a time at which it is that day
   * already somewhere on earth: then it is of that time.
   */
  static @Nullable Instant asOf(@Nullable BaseDateTimeType date, Instant asOf) {
    Instant found = instant(date);
    if (date == null || found == null || !found.isAfter(asOf) || hasTime(date)) {
      return found;
    }
    return found.minusSeconds(FIRST_ON_EARTH.getTotalSeconds()).isAfter(asOf) ? found : asOf;
  }

  private static boolean hasTime(BaseDateTimeType date) {
    return date.getValueAsString().indexOf('T') > 0;
  }

  /** The same as {@link OffsetDateTime#parse}, in a tenth of the time as most write it. */
  private static Instant moment(String text) {
    int zone = 19;
    int nanos = 0;
    if (text.length() > zone && text.charAt(zone) == '.') {
      int scale = 100_000_000;
      for (zone++; zone < text.length() && digit(text, zone) >= 0; zone++) {
        nanos += digit(text, zone) * scale;
        scale /= 10;
      }
    }
    boolean utc = text.length() == zone + 1 && text.charAt(zone) == 'Z';
    boolean offset =
        text.length() == zone + 6
            && text.charAt(zone + 3) == ':'
            && (text.charAt(zone) == '+' || text.charAt(zone) == '-');
    boolean usual =
        (utc || offset)
            && zone != 20
            && zone <= 29
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':';
    if (!usual) {
      return OffsetDateTime.parse(text).toInstant();
    }
    int century = digits(text, 0);
    int year = digits(text, 2);
    int month = digits(text, 5);
    int day = digits(text, 8);
    int hour = digits(text, 11);
    int minute = digits(text, 14);
    int second = digits(text, 17);
    int shiftHours = offset ? digits(text, zone + 1) : 0;
    int shiftMinutes = offset ? digits(text, zone + 4) : 0;
    boolean numbers =
        (century | year | month | day | hour | minute | second | shiftHours | shiftMinutes) >= 0;
    boolean inRange =
        hour < 24 && minute < 60 && second < 60 && shiftHours < 18 && shiftMinutes < 60;
    if (!numbers || !inRange) {
      return OffsetDateTime.parse(text).toInstant();
    }
    int shift = (shiftHours * 60 + shiftMinutes) * (offset && text.charAt(zone) == '-' ? -1 : 1);
    long days = LocalDate.of(century * 100 + year, month, day).toEpochDay();
    long minutes = (days * 24 + hour) * 60 + minute - shift;
    return Instant.ofEpochSecond(minutes * 60 + second, nanos);
  }

  /** A number of two digits, negative if it is none. */
  private static int digits(String text, int at) {
    int tens = digit(text, at);
    int ones = digit(text, at + 1);
    return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
  }

  private static int digit(String text, int at) {
    int digit = text.charAt(at) - '0';
    return digit >= 0 && digit <= 9 ? digit : -1;
  }

  /** The day that a date names where it was written, whatever day it was in UTC. */
  static LocalDate dayAsWritten(BaseDateTimeType date) {
    String text = date.getValueAsString();
    return hasTime(date) ? LocalDate.parse(text.substring(0, text.indexOf('T'))) : day(text);
  }

  /** The offset from UTC with which a date was written, zero if it has no time. */
  static ZoneOffset offset(BaseDateTimeType date) {
    return hasTime(date)
        ? OffsetDateTime.parse(date.getValueAsString()).getOffset()
        : ZoneOffset.UTC;
  }

  /** The first day of a date, a month, or a year. */
  static LocalDate day(String text) {
    return switch (text.length()) {
      case 4 -> LocalDate.parse(text + "-01-01");
      case 7 -> LocalDate.parse(text + "-01");
      default -> LocalDate.parse(text);
    };
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
