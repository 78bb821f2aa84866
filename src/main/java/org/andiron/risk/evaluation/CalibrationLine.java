package org.andiron.risk.evaluation;

import java.util.Arrays;
import java.util.Optional;

/**
 * What would have to be done to the log-odds of predictions so that they fit what came about.
 *
 * @param intercept to be added, with a slope of 1; 0 is ideal, above it risk is underestimated
 * @param slope by which to multiply; 1 is ideal, below it predictions are too extreme
 * @see <a href="https://doi.org/10.1093/biomet/45.3-4.562">D. R. Cox, "Two further applications of
 *     a model for binary regression", Biometrika 1958;45:562-565</a>
 */
public record CalibrationLine(double intercept, double slope) {

  /**
   * The line through predictions and outcomes.
   *
   * @param probabilities as they were predicted
   * @param outcomes whether they came about, in the same order
   * @return none if there is no best one, as where all or none came about
   */
  public static Optional<CalibrationLine> of(double[] probabilities, boolean[] outcomes) {
    int size = probabilities.length;
    double[] logits = Arrays.stream(probabilities).map(CalibrationCells::logit).toArray();
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    double[] events = new double[size];
    for (int i = 0; i < size; i++) {
      events[i] = outcomes[i] ? 1 : 0;
    }
    double[] shift =
        new LogisticFit(new double[][] {ones}, logits).fit(ones, events, new double[1]);
    double[] stretch =
        new LogisticFit(new double[][] {ones, logits}, new double[size])
            .fit(ones, events, new double[] {0, 1});
    return shift == null || stretch == null
        ? Optional.empty()
        : Optional.of(new CalibrationLine(shift[0], stretch[1]));
  }
}
