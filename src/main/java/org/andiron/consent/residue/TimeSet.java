package org.andiron.consent.residue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.andiron.consent.rule.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * Instants, as ranges.
 *
 * @param ranges in their order, with gaps between them
 */
record TimeSet(List<TimeRange> ranges) {

  private static final TimeRange ANY = new TimeRange(null, null);

  private static final Comparator<TimeRange> BY_BEGIN =
      Comparator.comparing(TimeRange::from, Comparator.nullsFirst(Comparator.naturalOrder()));

  static final TimeSet ALWAYS = new TimeSet(List.of(ANY));
  static final TimeSet NEVER = new TimeSet(List.of());

  TimeSet {
    ranges = List.copyOf(ranges);
  }

  /** A range, or if there is none, always. */
  static TimeSet of(@Nullable TimeRange range) {
    return range == null ? ALWAYS : new TimeSet(List.of(range));
  }

  boolean isNever() {
    return ranges.isEmpty();
  }

  boolean isAlways() {
    return ranges.size() == 1 && ranges.get(0).equals(ANY);
  }

  /** As it is for those who look at it from an instant on: what was before does not matter. */
  TimeSet from(Instant now) {
    List<TimeRange> left = new ArrayList<>();
    for (TimeRange range : ranges) {
      if (!range.overAt(now)) {
        left.add(range.begunAt(now) ? new TimeRange(null, range.until()) : range);
      }
    }
    return new TimeSet(left);
  }

  /**
   * @param other null if it is always
   */
  TimeSet minus(@Nullable TimeRange other) {
    if (other == null) {
      return NEVER;
    }
    List<TimeRange> left = new ArrayList<>();
    for (TimeRange range : ranges) {
      if (!range.overlaps(other)) {
        left.add(range);
        continue;
      }
      Instant begin = other.from();
      if (begin != null && range.begunAt(begin) && !begin.equals(range.from())) {
        left.add(new TimeRange(range.from(), begin));
      }
      Instant end = other.until();
      if (end != null && !range.overAt(end)) {
        left.add(new TimeRange(end, range.until()));
      }
    }
    return new TimeSet(left);
  }

  TimeSet or(TimeSet other) {
    List<TimeRange> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    all.sort(BY_BEGIN);
    List<TimeRange> joined = new ArrayList<>();
    for (TimeRange next : all) {
      int last = joined.size() - 1;
      if (last >= 0 && reaches(joined.get(last), next)) {
        joined.set(last, joined(joined.get(last), next));
      } else {
        joined.add(next);
      }
    }
    return new TimeSet(joined);
  }

  private static boolean reaches(TimeRange one, TimeRange next) {
    return one.until() == null || next.from() == null || !one.until().isBefore(next.from());
  }

  private static TimeRange joined(TimeRange one, TimeRange next) {
    Instant end = one.until();
    boolean further = end != null && (next.until() == null || next.until().isAfter(end));
    return new TimeRange(one.from(), further ? next.until() : end);
  }
}
