package org.andiron.risk.training;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.Set;

/**
 * Of whom and when examples are taken.
 *
 * @param from first day of index times, in UTC
 * @param to day before which index times must be
 * @param ages completed years at the index time
 * @param sexes empty for all, also where none is recorded
 * @param history how long the record must reach back from the index time
 */
public record Eligibility(
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Ages ages,
    Set<String> sexes,
    Period history) {

  /** Completed years, from and to included. */
  public record Ages(int from, int to) {

    /** All ages. */
    static final Ages ALL = new Ages(0, Integer.MAX_VALUE);

    /** Whether somebody is left out. */
    boolean isLimit() {
      return !equals(ALL);
    }

    boolean contains(int age) {
      return age >= from && age <= to;
    }
  }

  public Eligibility {
    sexes = Set.copyOf(sexes);
  }
}
