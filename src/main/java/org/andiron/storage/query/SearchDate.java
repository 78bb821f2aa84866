package org.andiron.storage.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date as searched, as the time it stands for; in UTC if it does not say where.
 *
 * @param low the first instant
 * @param high the first instant after it
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">Dates</a>
 */
record SearchDate(Instant low, Instant high) {

  // A plus that was not escaped in a URL has become a blank.
  private static final Pattern FORMAT =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)"
              + "(?:T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?"
              + "(Z|[-+ ]\\d\\d:\\d\\d)?)?)?)?");

  /** Empty if it is not a date. */
  static Optional<SearchDate> parse(String text) {
    Matcher date = FORMAT.matcher(text);
    if (!date.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(date));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static SearchDate of(Matcher date) {
    LocalDate year = LocalDate.of(Integer.parseInt(date.group(1)), 1, 1);
    if (date.group(2) == null) {
      return days(year, year.plusYears(1));
    }
    LocalDate month = year.withMonth(Integer.parseInt(date.group(2)));
    if (date.group(3) == null) {
      return days(month, month.plusMonths(1));
    }
    LocalDate day = month.withDayOfMonth(Integer.parseInt(date.group(3)));
    return date.group(4) == null ? days(day, day.plusDays(1)) : time(day, date);
  }

  private static SearchDate time(LocalDate day, Matcher date) {
    String fraction = Objects.requireNonNullElse(date.group(7), "");
    LocalDateTime local =
        day.atTime(
            Integer.parseInt(date.group(4)),
            Integer.parseInt(date.group(5)),
            Integer.parseInt(Objects.requireNonNullElse(date.group(6), "0")),
            Integer.parseInt((fraction + "000000000").substring(0, 9)));
    String zone = Objects.requireNonNullElse(date.group(8), "Z").replace(' ', '+');
    Instant low = local.toInstant(ZoneOffset.of(zone));
    Duration width =
        date.group(6) == null
            ? Duration.ofMinutes(1)
            : Duration.ofNanos((long) Math.pow(10, 9 - fraction.length()));
    return new SearchDate(low, low.plus(width));
  }

  private static SearchDate days(LocalDate first, LocalDate next) {
    return new SearchDate(
        first.atStartOfDay().toInstant(ZoneOffset.UTC),
        next.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
