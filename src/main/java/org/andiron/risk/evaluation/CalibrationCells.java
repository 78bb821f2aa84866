package org.andiron.risk.evaluation;

import java.util.Arrays;

/**
 * Rows of a ranking with the same prediction, or nearly so: what fits of the calibration go
 * through.
 */
final class CalibrationCells {

  /** How far from 0 and 1 predictions are held where their logit is needed. */
  private static final double EDGE = 1e-8;

  /** More different predictions than this are put together for resamples. */
  private static final int MOST = 1024;

  /** What is put together lies within this, in log-odds: far less than a resample moves a fit. */
  private static final double WIDTH = 0.01;

  private final int[] ends;
  private final double[] probabilities;
  private final double[] logits;

  private CalibrationCells(Ranking ranking, int[] ends) {
    this.ends = ends;
    this.probabilities = new double[ends.length];
    this.logits = new double[ends.length];
    int from = 0;
    for (int cell = 0; cell < ends.length; cell++) {
      for (int rank = from; rank < ends[cell]; rank++) {
        probabilities[cell] += ranking.probability(rank);
        logits[cell] += logit(ranking.probability(rank));
      }
      probabilities[cell] /= ends[cell] - from;
      logits[cell] /= ends[cell] - from;
      from = ends[cell];
    }
  }

  /** A cell for each prediction that is there. */
  static CalibrationCells exact(Ranking ranking) {
    return new CalibrationCells(ranking, ranking.ties());
  }

  /** A few thousand cells at most. */
  static CalibrationCells coarse(Ranking ranking) {
    int[] ties = ranking.ties();
    if (ties.length <= MOST) {
      return exact(ranking);
    }
    int[] ends = new int[ties.length];
    int found = 0;
    for (int tie = 0; tie < ties.length; tie++) {
      boolean last = tie == ties.length - 1;
      if (last || cell(ranking, ties[tie] - 1) != cell(ranking, ties[tie])) {
        ends[found++] = ties[tie];
      }
    }
    return new CalibrationCells(ranking, Arrays.copyOf(ends, found));
  }

  private static long cell(Ranking ranking, int rank) {
    return (long) Math.floor(logit(ranking.probability(rank)) / WIDTH);
  }

  /** Log-odds; of 0 and 1 those of 10<sup>-8</sup> and 1 - 10<sup>-8</sup>. */
  static double logit(double probability) {
    double inside = Math.min(Math.max(probability, EDGE), 1 - EDGE);
    return Math.log(inside / (1 - inside));
  }

  int size() {
    return ends.length;
  }

  /** Mean prediction of each cell. */
  double[] probabilities() {
    return probabilities;
  }

  /** Mean log-odds of each cell. */
  double[] logits() {
    return logits;
  }

  /** How many rows of a tally each has. */
  double[] rows(Tally tally) {
    double[] rows = new double[ends.length];
    Arrays.setAll(rows, cell -> tally.rows(from(cell), ends[cell]));
    return rows;
  }

  /** How many of them have the outcome. */
  double[] events(Tally tally) {
    double[] events = new double[ends.length];
    Arrays.setAll(events, cell -> tally.events(from(cell), ends[cell]));
    return events;
  }

  private int from(int cell) {
    return cell == 0 ? 0 : ends[cell - 1];
  }
}
