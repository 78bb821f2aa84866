package org.andiron.audit.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a hold is on.
 *
 * @param first what was recorded from then on; empty: from the beginning
 * @param before and before then; empty: without an end
 * @param patient logical id of the Patient about whom something is in a month; empty: all months
 */
public record HoldScope(
    Optional<Instant> first, Optional<Instant> before, Optional<String> patient) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.\\-]{1,64}");

  /**
   * @throws IllegalArgumentException if the time is none, or the id is
   */
  public HoldScope {
    if (first.isPresent() && before.isPresent() && !first.get().isBefore(before.get())) {
      throw new IllegalArgumentException("the last day must not be before the first");
    }
    if (patient.filter(it -> !ID.matcher(it).matches()).isPresent()) {
      throw new IllegalArgumentException("a patient is named by the logical id, without a type");
    }
  }

  /** Of days in UTC, as the log is kept in months of UTC. */
  public static HoldScope ofDays(
      Optional<LocalDate> from, Optional<LocalDate> until, Optional<String> patient) {
    return new HoldScope(
        from.map(HoldScope::start), until.map(it -> start(it.plusDays(1))), patient);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** First day, if there is one. */
  public Optional<LocalDate> from() {
    return first.map(it -> it.atOffset(ZoneOffset.UTC).toLocalDate());
  }

  /** Last day, if there is one. */
  public Optional<LocalDate> until() {
    return before.map(it -> it.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1));
  }
}
