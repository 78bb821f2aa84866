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
          ? OffsetDateTime.parse(text).toInstant()
          : day(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
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
