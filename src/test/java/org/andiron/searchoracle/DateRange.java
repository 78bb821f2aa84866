package org.andiron.searchoracle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time a date stands for, from {@code start} to just before {@code end}; {@link Instant#MIN}
 * and {@link Instant#MAX} stand for open ends. What has no time zone is in UTC.
 *
 * <p>Reading of the specification: "range above the value" is "the specified value and up", so
 * {@code ge} also finds a range that only partly overlaps the search value, as does {@code le};
 * {@code gt} and {@code lt} look strictly outside the search value.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">3.1.1.4.7</a>
 */
record DateRange(Instant start, Instant end) {

  private static final Pattern FORMAT =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)"
              + "(?:T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9})\\d*)?)?"
              + "(Z|[-+]\\d\\d:\\d\\d)?)?)?)?");

  /** The least width: that of an instant, "an effective width of 0". */
  private static final Duration TICK = Duration.ofNanos(1);

  /** The range of a date of any precision. */
  static DateRange parse(String text) {
    Matcher date = FORMAT.matcher(text);
    if (!date.matches()) {
      throw new BadSearch("Not a date: " + text);
    }
    try {
      return of(date);
    } catch (DateTimeException e) {
      throw new BadSearch("Not a date: " + text);
    }
  }

  private static DateRange of(Matcher date) {
    int year = Integer.parseInt(date.group(1));
    if (date.group(2) == null) {
      LocalDate first = LocalDate.of(year, 1, 1);
      return days(first, first.plusYears(1));
    }
    int month = Integer.parseInt(date.group(2));
    if (date.group(3) == null) {
      LocalDate first = LocalDate.of(year, month, 1);
      return days(first, first.plusMonths(1));
    }
    LocalDate day = LocalDate.of(year, month, Integer.parseInt(date.group(3)));
    if (date.group(4) == null) {
      return days(day, day.plusDays(1));
    }
    String seconds = Objects.requireNonNullElse(date.group(6), "0");
    String fraction = Objects.requireNonNullElse(date.group(7), "");
    LocalDateTime local =
        day.atTime(
            Integer.parseInt(date.group(4)),
            Integer.parseInt(date.group(5)),
            Integer.parseInt(seconds),
            Integer.parseInt((fraction + "000000000").substring(0, 9)));
    ZoneOffset zone = ZoneOffset.of(Objects.requireNonNullElse(date.group(8), "Z"));
    Instant start = OffsetDateTime.of(local, zone).toInstant();
    Duration width =
        date.group(6) == null
            ? Duration.ofMinutes(1)
            : Duration.ofNanos((long) Math.pow(10, 9 - fraction.length()));
    return new DateRange(start, start.plus(width));
  }

  /** A point in time. */
  static DateRange at(Instant instant) {
    return new DateRange(instant, instant.plus(TICK));
  }

  private static DateRange days(LocalDate first, LocalDate next) {
    return new DateRange(
        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
        next.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** The smallest range with both. */
  DateRange hull(DateRange other) {
    return new DateRange(
        start.isBefore(other.start) ? start : other.start,
        end.isAfter(other.end) ? end : other.end);
  }

  boolean contains(DateRange other) {
    return !other.start.isBefore(start) && !other.end.isAfter(end);
  }

  boolean overlaps(DateRange other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }

  /** Whether a value of a resource meets this range of a search. */
  boolean isMetBy(DateRange target, Prefix prefix, Instant now) {
    return switch (prefix) {
      case EQ -> contains(target);
      case NE -> !contains(target);
      case GT -> target.end.isAfter(end);
      case LT -> target.start.isBefore(start);
      case GE -> target.end.isAfter(start);
      case LE -> target.start.isBefore(end);
      case SA -> !target.start.isBefore(end);
      case EB -> !target.end.isAfter(start);
      case AP -> widened(now).overlaps(target);
    };
  }

  /** Wider on both sides by 10 % of the time between its start and now. */
  private DateRange widened(Instant now) {
    Duration tenth = Duration.between(start, now).abs().dividedBy(10);
    return new DateRange(start.minus(tenth), end.plus(tenth));
  }
}
