package org.andiron.consent.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time from one instant to before another.
 *
 * @param from the first instant, null if it has no beginning
 * @param until the first instant that is not part of it, null if it has no end
 */
public record TimeRange(@Nullable Instant from, @Nullable Instant until) {

  public TimeRange {
    if (from != null && until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException("a time ends after it begins: " + from + ", " + until);
    }
  }

  /** Whether it has begun by then. */
  public boolean begunAt(Instant time) {
    return from == null || !time.isBefore(from);
  }

  /** Whether it is over by then. */
  public boolean overAt(Instant time) {
    return until != null && !time.isBefore(until);
  }

  /** Whether the instant is part of it. */
  public boolean contains(Instant time) {
    return begunAt(time) && !overAt(time);
  }

  /** Whether all of the other is part of it. */
  public boolean contains(TimeRange other) {
    return (from == null || (other.from != null && !other.from.isBefore(from)))
        && (until == null || (other.until != null && !other.until.isAfter(until)));
  }

  /** Whether they have an instant in common. */
  public boolean overlaps(TimeRange other) {
    return beginsBeforeEnd(from, other.until) && beginsBeforeEnd(other.from, until);
  }

  private static boolean beginsBeforeEnd(@Nullable Instant begin, @Nullable Instant end) {
    return begin == null || end == null || begin.isBefore(end);
  }
}
