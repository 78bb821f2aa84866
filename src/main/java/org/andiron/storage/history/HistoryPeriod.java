package org.andiron.storage.history;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The period that {@code _at} names: a partial date stands for all of its year, month, day, minute
 * or second; a time without a zone is in UTC. A prefix makes an open period, and several values
 * what they have in common. Bounds are whole milliseconds, as times are stored.
 *
 * @param start the first moment, or none
 * @param end the first moment after the period, or none
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">History</a>
 */
record HistoryPeriod(@Nullable Instant start, @Nullable Instant end) {

  private static final Pattern VALUE =
      Pattern.compile(
          "(?<prefix>[a-z]{2})?(?<year>\\d{4})(?:-(?<month>\\d{2})(?:-(?<day>\\d{2})"
              + "(?:T(?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})"
              + "(?:\\.(?<fraction>\\d{1,9}))?)?(?<zone>Z|[+-]\\d{2}:\\d{2})?)?)?)?");

  private static final HistoryPeriod ALWAYS = new HistoryPeriod(null, null);

  /**
   * Reads all values of {@code _at} in a request.
   *
   * @throws InvalidRequestException if one is not a date, or nothing lies in all of them
   */
  static HistoryPeriod of(String... values) {
    HistoryPeriod period = ALWAYS;
    for (String value : values) {
      period = period.intersection(parse(value));
    }
    if (period.start != null && period.end != null && !period.start.isBefore(period.end)) {
      throw new InvalidRequestException("The values of _at exclude each other");
    }
    return period;
  }

  private static HistoryPeriod parse(String value) {
    // A plus sign that was not escaped arrives as a space.
    Matcher date = VALUE.matcher(value.strip().replace(' ', '+'));
    if (!date.matches()) {
      throw notADate(null);
    }
    try {
      return ofPrefix(date.group("prefix"), ofDate(date));
    } catch (DateTimeException e) {
      throw notADate(e);
    }
  }

  private static HistoryPeriod ofPrefix(@Nullable String prefix, HistoryPeriod date) {
    return switch (prefix == null ? "eq" : prefix) {
      case "eq" -> date;
      case "ge" -> new HistoryPeriod(date.start, null);
      case "gt", "sa" -> new HistoryPeriod(date.end, null);
      case "le" -> new HistoryPeriod(null, date.end);
      case "lt", "eb" -> new HistoryPeriod(null, date.start);
      default ->
          throw new InvalidRequestException(
              "_at takes the prefixes eq, ge, gt, sa, le, lt and eb, no others");
    };
  }

  private static HistoryPeriod ofDate(Matcher date) {
    LocalDateTime start =
        LocalDateTime.of(
            number(date, "year", 0),
            number(date, "month", 1),
            number(date, "day", 1),
            number(date, "hour", 0),
            number(date, "minute", 0),
            number(date, "second", 0));
    LocalDateTime end;
    String fraction = date.group("fraction");
    if (fraction != null) {
      start = start.plusNanos(Long.parseLong((fraction + "00000000").substring(0, 9)));
      end = start.plusNanos((long) Math.pow(10, 9 - fraction.length()));
    } else {
      end = start.plus(1, precision(date));
    }
    String zone = date.group("zone");
    ZoneOffset offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
    // Stored times are whole milliseconds: within the period as named are those within this one.
    return new HistoryPeriod(
        start.toInstant(offset).truncatedTo(ChronoUnit.MILLIS),
        end.toInstant(offset).plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS));
  }

  private static ChronoUnit precision(Matcher date) {
    if (date.group("second") != null) {
      return ChronoUnit.SECONDS;
    }
    if (date.group("minute") != null) {
      return ChronoUnit.MINUTES;
    }
    if (date.group("day") != null) {
      return ChronoUnit.DAYS;
    }
    return date.group("month") != null ? ChronoUnit.MONTHS : ChronoUnit.YEARS;
  }

  private static int number(Matcher date, String group, int otherwise) {
    String digits = date.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  private HistoryPeriod intersection(HistoryPeriod other) {
    return new HistoryPeriod(
        start == null || (other.start != null && other.start.isAfter(start)) ? other.start : start,
        end == null || (other.end != null && other.end.isBefore(end)) ? other.end : end);
  }

  private static InvalidRequestException notADate(@Nullable DateTimeException cause) {
    return new InvalidRequestException(
        "_at must be a date or time, such as 2024, 2024-05, 2024-05-17 or 2024-05-17T09:30:00Z",
        cause);
  }
}
