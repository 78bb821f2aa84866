package org.andiron.storage.index;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The time that a FHIR date, dateTime or instant stands for: {@code 2024-03} is the whole of March.
 * A time of day without a zone, and a date, are of UTC. Times are exact to the microsecond, as the
 * database is: what is stated more finely stands for its microsecond. The second 60 of a leap
 * second is the first of the next minute.
 *
 * @param low the first instant
 * @param high the first instant after it
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">Date parameters</a>
 */
public record DateInterval(Instant low, Instant high) {

  private static final int MICROSECOND_DIGITS = 6;

  /** The year before has no number; a zone can lead into it. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  /**
   * Reads {@code YYYY}, {@code YYYY-MM}, {@code YYYY-MM-DD} or one of these with {@code Thh:mm},
   * {@code Thh:mm:ss} or {@code Thh:mm:ss.fff} and a zone ({@code Z} or {@code +hh:mm}) or none;
   * empty if it is none of these.
   */
  public static Optional<DateInterval> parse(String text) {
    try {
      return new Reader(text).read();
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static final class Reader {

    private final String text;
    private int position;

    Reader(String text) {
      this.text = text;
    }

    Optional<DateInterval> read() {
      int year = number(4);
      if (year < 1) {
        return Optional.empty();
      }
      if (atEnd()) {
        return days(LocalDate.of(year, 1, 1), ChronoUnit.YEARS);
      }
      int month = skip('-') ? number(2) : -1;
      if (month < 1) {
        return Optional.empty();
      }
      if (atEnd()) {
        return days(LocalDate.of(year, month, 1), ChronoUnit.MONTHS);
      }
      int day = skip('-') ? number(2) : -1;
      if (day < 1) {
        return Optional.empty();
      }
      LocalDate date = LocalDate.of(year, month, day);
      if (atEnd()) {
        return days(date, ChronoUnit.DAYS);
      }
      return skip('T') ? time(date) : Optional.empty();
    }

    private Optional<DateInterval> time(LocalDate date) {
      int hour = number(2);
      int minute = skip(':') ? number(2) : -1;
      if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
        return Optional.empty();
      }
      long seconds = date.toEpochDay() * 86_400 + hour * 3_600L + minute * 60L;
      long micros = 0;
      long width = 60_000_000;
      if (skip(':')) {
        int second = number(2);
        if (second < 0 || second > 60) {
          return Optional.empty();
        }
        seconds += second;
        width = 1_000_000;
        if (skip('.')) {
          int start = position;
          while (!atEnd() && isDigit(text.charAt(position))) {
            if (position - start < MICROSECOND_DIGITS) {
              width /= 10;
              micros += (text.charAt(position) - '0') * width;
            }
            position++;
          }
          if (position == start) {
            return Optional.empty();
          }
        }
      }
      int offset = offset();
      if (offset == Integer.MIN_VALUE || !atEnd()) {
        return Optional.empty();
      }
      Instant low = Instant.ofEpochSecond(seconds - offset, micros * 1_000);
      if (low.isBefore(FIRST)) {
        return Optional.empty();
      }
      return Optional.of(new DateInterval(low, low.plus(width, ChronoUnit.MICROS)));
    }

    /** In seconds, the least integer if there is something that is not a zone. */
    private int offset() {
      if (atEnd() || skip('Z')) {
        return 0;
      }
      int sign = skip('-') ? -1 : skip('+') ? 1 : 0;
      int hours = number(2);
      int minutes = skip(':') ? number(2) : -1;
      boolean valid =
          sign != 0
              && hours >= 0
              && minutes >= 0
              && minutes <= 59
              && hours * 60 + minutes <= 14 * 60;
      return valid ? sign * (hours * 3_600 + minutes * 60) : Integer.MIN_VALUE;
    }

    private static Optional<DateInterval> days(LocalDate first, ChronoUnit length) {
      return Optional.of(
          new DateInterval(
              first.atStartOfDay().toInstant(ZoneOffset.UTC),
              first.plus(1, length).atStartOfDay().toInstant(ZoneOffset.UTC)));
    }

    /** The number of the given count of digits, -1 if there are not so many. */
    private int number(int digits) {
      if (position + digits > text.length()) {
        return -1;
      }
      int number = 0;
      for (int end = position + digits; position < end; position++) {
        char c = text.charAt(position);
        if (!isDigit(c)) {
          return -1;
        }
        number = number * 10 + c - '0';
      }
      return number;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private boolean skip(char expected) {
      boolean found = !atEnd() && text.charAt(position) == expected;
      if (found) {
        position++;
      }
      return found;
    }

    private boolean atEnd() {
      return position == text.length();
    }
  }
}
