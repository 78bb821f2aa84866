package org.andiron.risk.evaluation;

import java.util.Arrays;

/**
 * Rows put into groups of about the same size by their predictions; equal predictions stay
 * together. Figures in this order: the expected calibration error, then the frequency of the
 * outcome in each group, from low predictions to high.
 */
final class ReliabilityBins implements Measure {

  private final int[] ends;

  ReliabilityBins(Ranking ranking, int bins) {
    int[] found = new int[bins];
    int number = 0;
    int[] ties = ranking.ties();
    for (int tie = 0; tie < ties.length; tie++) {
      // The end of the next group is the first end of equal predictions at or behind its share.
      long share = (number + 1L) * ranking.size();
      if ((long) ties[tie] * bins >= share || tie == ties.length - 1) {
        found[number++] = ties[tie];
        while (number < bins && (long) ties[tie] * bins >= (number + 1L) * ranking.size()) {
          found[number++] = ties[tie];
        }
      }
    }
    this.ends = Arrays.stream(found, 0, number).distinct().toArray();
  }

  int size() {
    return ends.length;
  }

  /** First rank of a group, counted from low predictions to high. */
  int from(int bin) {
    int fromHigh = ends.length - 1 - bin;
    return fromHigh == 0 ? 0 : ends[fromHigh - 1];
  }

  /** Rank after its last. */
  int end(int bin) {
    return ends[ends.length - 1 - bin];
  }

  @Override
  public double[] of(Tally tally) {
    double[] figures = new double[1 + ends.length];
    for (int bin = 0; bin < ends.length; bin++) {
      int events = tally.events(from(bin), end(bin));
      figures[0] += Math.abs(events - tally.predicted(from(bin), end(bin))) / tally.rows();
      figures[1 + bin] = (double) events / tally.rows(from(bin), end(bin));
    }
    return figures;
  }
}
