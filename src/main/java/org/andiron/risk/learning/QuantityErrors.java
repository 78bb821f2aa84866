package org.andiron.risk.learning;

/**
 * How far predicted quantities are from what came about.
 *
 * @param rootMeanSquare of the errors
 * @param meanAbsolute of the errors
 * @param explained part of the variance that is explained, R²: 1 for perfect predictions, 0 for the
 *     mean, below 0 for worse
 */
public record QuantityErrors(double rootMeanSquare, double meanAbsolute, double explained) {

  static QuantityErrors of(double[] predicted, double[] outcomes) {
    double mean = 0;
    for (double outcome : outcomes) {
      mean += outcome / outcomes.length;
    }
    double squares = 0;
    double absolute = 0;
    double variance = 0;
    for (int row = 0; row < outcomes.length; row++) {
      double error = predicted[row] - outcomes[row];
      squares += error * error;
      absolute += Math.abs(error);
      variance += (outcomes[row] - mean) * (outcomes[row] - mean);
    }
    return new QuantityErrors(
        Math.sqrt(squares / outcomes.length),
        absolute / outcomes.length,
        variance == 0 ? Double.NaN : 1 - squares / variance);
  }
}
