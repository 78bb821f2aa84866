package org.andiron.risk.evaluation;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Figures of all rows or of some, each row counted as often as a resample drew it. A resample costs
 * one pass over the rows and no sorting.
 */
final class QuantityMeasures {

  static final int ROOT_MEAN_SQUARE = 0;
  static final int MEAN_ABSOLUTE = 1;
  static final int MEDIAN_ABSOLUTE = 2;
  static final int BIAS = 3;
  static final int EXPLAINED = 4;
  static final int INTERCEPT = 5;
  static final int SLOPE = 6;

  /** How many figures there are. */
  static final int NUMBER = 7;

  /** Part of a square below which it is a rounding error. */
  private static final double ROUNDING = 1e-24;

  private final double[] predicted;
  private final double[] observed;
  private final double trainingMean;

  /** Those rows that are measured. */
  private final int[] rows;

  /** The same, from the smallest error to the largest. */
  private final int[] byError;

  /** Near the numbers, so that sums of squares lose no digits. */
  private final double middlePredicted;

  private final double middleObserved;
  private final boolean varied;

  QuantityMeasures(double[] predicted, double[] observed, double trainingMean, int[] rows) {
    this.predicted = predicted;
    this.observed = observed;
    this.trainingMean = trainingMean;
    this.rows = rows;
    this.byError =
        Arrays.stream(rows)
            .boxed()
            .sorted(Comparator.comparingDouble(this::error))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ofRows = Arrays.stream(rows).mapToDouble(row -> predicted[row]).toArray();
    this.middlePredicted = Arrays.stream(ofRows).average().orElse(0);
    this.middleObserved = Arrays.stream(rows).mapToDouble(row -> observed[row]).average().orElse(0);
    this.varied = Arrays.stream(ofRows).distinct().count() > 1;
  }

  private double error(int row) {
    return Math.abs(observed[row] - predicted[row]);
  }

  /** Whether not all predictions are the same. */
  boolean varied() {
    return varied;
  }

  /**
   * All figures; NaN where there is none.
   *
   * @param counts of rows
   */
  double[] of(int[] counts) {
    long number = 0;
    double errors = 0;
    double absolute = 0;
    double squares = 0;
    double fromMean = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int row : rows) {
      int count = counts[row];
      double error = observed[row] - predicted[row];
      double distance = observed[row] - trainingMean;
      double dx = predicted[row] - middlePredicted;
      double dy = observed[row] - middleObserved;
      number += count;
      errors += count * error;
      absolute += count * Math.abs(error);
      squares += count * error * error;
      fromMean += count * distance * distance;
      x += count * dx;
      y += count * dy;
      xx += count * dx * dx;
      xy += count * dx * dy;
    }
    double n = number;
    double spread = xx - x * x / n;
    // A resample of a single prediction has a spread of rounding errors, and no slope.
    boolean line = varied && spread > xx * 1e-12;
    double slope = line ? (xy - x * y / n) / spread : Double.NaN;
    return new double[] {
      Math.sqrt(squares / n),
      absolute / n,
      medianError(counts, number),
      errors / n,
      fromMean > n * ROUNDING * trainingMean * trainingMean ? 1 - squares / fromMean : Double.NaN,
      middleObserved + y / n - slope * (middlePredicted + x / n),
      slope
    };
  }

  /** The middle one, or the mean of the two in the middle. */
  private double medianError(int[] counts, long number) {
    long lower = (number - 1) / 2;
    long upper = number / 2;
    long seen = 0;
    double low = Double.NaN;
    for (int row : byError) {
      long next = seen + counts[row];
      if (seen <= lower && lower < next) {
        low = error(row);
      }
      if (seen <= upper && upper < next) {
        return (low + error(row)) / 2;
      }
      seen = next;
    }
    return Double.NaN;
  }
}
