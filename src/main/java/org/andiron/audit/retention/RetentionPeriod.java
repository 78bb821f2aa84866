package org.andiron.audit.retention;

import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import org.andiron.audit.verification.ArchiveHeader;

/**
 * How long records of the audit log stay in the database. Months are those of UTC, as the log is
 * kept in them, and go as a whole.
 *
 * @param period at least a year
 */
public record RetentionPeriod(Period period) {

  private static final int MOST_MONTHS = 12_000;

  /**
   * @throws IllegalArgumentException if that is less than a year, or has parts that are negative
   */
  public RetentionPeriod {
    if (period.isNegative()
        || period.toTotalMonths() < ArchiveHeader.LEAST_AGE.toTotalMonths()
        || period.toTotalMonths() > MOST_MONTHS
        || period.getDays() > 12_000) {
      throw new IllegalArgumentException(
          "the retention must be one year to a thousand, such as P6Y; not " + period);
    }
  }

  /**
   * Reads a period of ISO 8601, such as {@code P6Y} or {@code P6Y6M}.
   *
   * @throws IllegalArgumentException if it is none, or less than a year
   */
  public static RetentionPeriod parse(String text) {
    try {
      return new RetentionPeriod(Period.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "the retention must be a period such as P6Y; not " + text, e);
    }
  }

  /** Whether all of a month is that old. */
  public boolean isOver(YearMonth month, Instant now) {
    Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return !end.isAfter(now.atOffset(ZoneOffset.UTC).minus(period).toInstant());
  }

  /** Those months that are that old, oldest first. */
  public List<YearMonth> over(Collection<YearMonth> months, Instant now) {
    return months.stream().filter(it -> isOver(it, now)).sorted().toList();
  }
}
