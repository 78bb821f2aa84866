package org.andiron.risk.evaluation;

import java.util.Arrays;
import java.util.Optional;

/**
 * The line that makes log odds of scores, by maximum likelihood. Outcomes are taken a little less
 * certain than they are, as Platt does, so that there is a line even where the scores tell all
 * events from all others.
 *
 * @param intercept log odds of score 0
 * @param slope below 0 if high scores mean few events
 * @see <a href="https://doi.org/10.1007/s10994-007-5018-6">H.-T. Lin, C.-J. Lin, R. C. Weng, "A
 *     note on Platt's probabilistic outputs for support vector machines", Machine Learning
 *     2007;68:267-276</a>
 */
public record PlattScaling(double intercept, double slope) {

  private static final double CONSTANT = 1e-12;

  /**
   * The line for some scores; empty if they are all the same.
   *
   * @param scores finite, one for each outcome
   * @throws IllegalArgumentException if there are none, or not as many as outcomes
   */
  public static Optional<PlattScaling> of(double[] scores, boolean[] outcomes) {
    if (scores.length == 0 || scores.length != outcomes.length) {
      throw new IllegalArgumentException(
          "%d scores for %d outcomes".formatted(scores.length, outcomes.length));
    }
    double mean = Arrays.stream(scores).sum() / scores.length;
    double deviation =
        Math.sqrt(Arrays.stream(scores).map(it -> (it - mean) * (it - mean)).sum() / scores.length);
    if (!(deviation > CONSTANT * Math.max(1, Math.abs(mean)))) {
      return Optional.empty();
    }
    double[] standard = Arrays.stream(scores).map(it -> (it - mean) / deviation).toArray();
    double[] ones = new double[scores.length];
    Arrays.fill(ones, 1);
    double[] line =
        new LogisticFit(new double[][] {ones, standard}, new double[scores.length])
            .fit(ones, targets(outcomes), new double[] {0, 0});
    if (line == null) {
      return Optional.empty();
    }
    double slope = line[1] / deviation;
    return Optional.of(new PlattScaling(line[0] - slope * mean, slope));
  }

  private static double[] targets(boolean[] outcomes) {
    int events = 0;
    for (boolean outcome : outcomes) {
      events += outcome ? 1 : 0;
    }
    double event = (events + 1.0) / (events + 2.0);
    double none = 1.0 / (outcomes.length - events + 2.0);
    double[] targets = new double[outcomes.length];
    for (int row = 0; row < targets.length; row++) {
      targets[row] = outcomes[row] ? event : none;
    }
    return targets;
  }
}
