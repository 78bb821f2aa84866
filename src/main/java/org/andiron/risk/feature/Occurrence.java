package org.andiron.risk.feature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something was, or why it does not count.
 *
 * @param time null if it does not count
 * @param issue null if it counts
 */
record Occurrence(@Nullable Instant time, @Nullable IssueCode issue) {

  static Occurrence at(Instant time) {
    return new Occurrence(time, null);
  }

  static Occurrence none(IssueCode issue) {
    return new Occurrence(null, issue);
  }

  /** Counts if it is known when it was, and that was not after the time asked for. */
  static Occurrence until(Instant asOf, @Nullable Instant time) {
    if (time == null) {
      return none(IssueCode.UNDATED);
    }
    return time.isAfter(asOf) ? none(IssueCode.FUTURE) : at(time);
  }
}
