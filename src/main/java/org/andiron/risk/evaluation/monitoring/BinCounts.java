package org.andiron.risk.evaluation.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How many values fell into each bin of a {@link Binning}; the last one is for what is missing.
 *
 * @param counts not below 0
 */
public record BinCounts(List<Long> counts) {

  /**
   * @throws IllegalArgumentException if there is no bin or a count is below 0
   */
  public BinCounts {
    counts = List.copyOf(counts);
    if (counts.isEmpty() || counts.stream().anyMatch(it -> it < 0)) {
      throw new IllegalArgumentException("no counts: " + counts);
    }
  }

  /** Nothing yet. */
  public static BinCounts none(Binning binning) {
    return new BinCounts(LongStream.range(0, binning.bins()).mapToObj(it -> 0L).toList());
  }

  /** These and one more. */
  public BinCounts and(int bin) {
    List<Long> more = new ArrayList<>(counts);
    more.set(bin, Math.addExact(more.get(bin), 1));
    return new BinCounts(more);
  }

  /**
   * These and others, as if they had been counted together.
   *
   * @throws IllegalArgumentException if they are of another number of bins
   */
  public BinCounts merge(BinCounts other) {
    if (other.counts.size() != counts.size()) {
      throw new IllegalArgumentException(
          "counts of %d bins and of %d".formatted(counts.size(), other.counts.size()));
    }
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      sums.add(Math.addExact(counts.get(i), other.counts.get(i)));
    }
    return new BinCounts(sums);
  }

  /** How many in all. */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** How many are missing. */
  public long missing() {
    return counts.get(counts.size() - 1);
  }
}
