package org.andiron.ops.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts the places each caller holds. Callers that hold none take no memory. */
final class CallerPlaces {

  private final AdmissionLimits limits;
  private final ConcurrentMap<String, Held> byCaller = new ConcurrentHashMap<>();

  CallerPlaces(AdmissionLimits limits) {
    this.limits = limits;
  }

  /** Takes a place for the caller, unless it has its share already. */
  boolean take(String caller, Work work) {
    boolean[] taken = new boolean[1];
    byCaller.compute(
        caller,
        (key, held) -> {
          Held before = held == null ? Held.NONE : held;
          taken[0] =
              before.total() < limits.perCaller() && before.of(work) < limits.perCaller(work);
          return taken[0] ? before.plus(work, 1) : held;
        });
    return taken[0];
  }

  void giveBack(String caller, Work work) {
    byCaller.computeIfPresent(
        caller,
        (key, held) -> {
          Held after = held.plus(work, -1);
          return after.total() == 0 ? null : after;
        });
  }

  int callers() {
    return byCaller.size();
  }

  private static final class Held {

    static final Held NONE = new Held(new int[Work.values().length]);

    private final int[] counts;

    private Held(int[] counts) {
      this.counts = counts;
    }

    int of(Work work) {
      return counts[work.ordinal()];
    }

    int total() {
      int sum = 0;
      for (int count : counts) {
        sum += count;
      }
      return sum;
    }

    Held plus(Work work, int change) {
      int[] changed = counts.clone();
      changed[work.ordinal()] += change;
      return new Held(changed);
    }
  }
}
