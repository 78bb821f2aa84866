package org.andiron.risk.evaluation;

import java.util.Arrays;
import org.andiron.risk.evaluation.Estimate.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Figures of all rows, and the same of each resample. Intervals are between percentiles of the
 * resamples.
 *
 * @see <a href="https://doi.org/10.1007/978-1-4899-4541-9">B. Efron, R. J. Tibshirani, "An
 *     Introduction to the Bootstrap", Chapman and Hall 1993, chapter 13</a>
 */
final class Replicates {

  /** The part of resamples in which a figure may be undefined. */
  private static final double MOST_UNDEFINED = 0.05;

  private final double[] figures;
  private final double[][] replicates;
  private final double level;

  /**
   * @param replicates of each resample as many as there are figures
   */
  Replicates(double[] figures, double[][] replicates, double level) {
    this.figures = figures;
    this.replicates = replicates;
    this.level = level;
  }

  double figure(int column) {
    return figures[column];
  }

  /** A figure with its interval, or why there is none. */
  Estimate estimate(int column, Reason otherwise) {
    return Double.isFinite(figures[column])
        ? new Estimate.Defined(
            figures[column],
            interval(Arrays.stream(replicates).mapToDouble(it -> it[column]).toArray()))
        : new Estimate.Undefined(otherwise);
  }

  /** By how much one figure is above another, both of the same resamples. */
  Estimate.Defined difference(int above, int below) {
    return new Estimate.Defined(
        figures[above] - figures[below],
        interval(Arrays.stream(replicates).mapToDouble(it -> it[above] - it[below]).toArray()));
  }

  private @Nullable Interval interval(double[] values) {
    double[] defined = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (defined.length == 0 || defined.length < values.length * (1 - MOST_UNDEFINED)) {
      return null;
    }
    return new Interval(
        Quantiles.ofSorted(defined, (1 - level) / 2), Quantiles.ofSorted(defined, (1 + level) / 2));
  }
}
