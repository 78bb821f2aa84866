package org.andiron.risk.evaluation;

import java.util.Arrays;

/** Figures as their definitions have them, however slow: to check the quick ones by. */
final class NaiveMeasures {

  private NaiveMeasures() {}

  /** Each pair of one with the outcome and one without. */
  static double auroc(double[] probabilities, boolean[] outcomes) {
    double wins = 0;
    double pairs = 0;
    for (int i = 0; i < probabilities.length; i++) {
      for (int j = 0; j < probabilities.length; j++) {
        if (outcomes[i] && !outcomes[j]) {
          pairs++;
          wins += 0.5 + Math.signum(probabilities[i] - probabilities[j]) / 2;
        }
      }
    }
    return wins / pairs;
  }

  /** Precision and recall at each distinct threshold. */
  static double averagePrecision(double[] probabilities, boolean[] outcomes) {
    double[] thresholds = Arrays.stream(probabilities).distinct().sorted().toArray();
    double sum = 0;
    double recallBefore = 0;
    for (int t = thresholds.length - 1; t >= 0; t--) {
      double positive = 0;
      double right = 0;
      double events = 0;
      for (int i = 0; i < probabilities.length; i++) {
        events += outcomes[i] ? 1 : 0;
        if (probabilities[i] >= thresholds[t]) {
          positive++;
          right += outcomes[i] ? 1 : 0;
        }
      }
      sum += (right / events - recallBefore) * right / positive;
      recallBefore = right / events;
    }
    return sum;
  }

  static double brier(double[] probabilities, boolean[] outcomes) {
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum += Math.pow(probabilities[i] - (outcomes[i] ? 1 : 0), 2);
    }
    return sum / probabilities.length;
  }

  /** Intercept beside a slope of 1, where the sum of recalibrated predictions is that of events. */
  static double intercept(double[] probabilities, boolean[] outcomes) {
    double low = -50;
    double high = 50;
    for (int halving = 0; halving < 100; halving++) {
      double middle = (low + high) / 2;
      double excess = 0;
      for (int i = 0; i < probabilities.length; i++) {
        double odds = probabilities[i] / (1 - probabilities[i]) * Math.exp(middle);
        excess += odds / (1 + odds) - (outcomes[i] ? 1 : 0);
      }
      if (excess > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** Slope beside a free intercept, by ascent of the likelihood along its gradient. */
  static double slope(double[] probabilities, boolean[] outcomes) {
    int rows = probabilities.length;
    double[] logits =
        Arrays.stream(probabilities).map(it -> Math.log(it) - Math.log1p(-it)).toArray();
    double squares = Arrays.stream(logits).map(it -> 1 + it * it).sum();
    double rate = 4 / squares;
    double intercept = 0;
    double slope = 1;
    double seenIntercept = 0;
    double seenSlope = 1;
    for (int step = 1; step < 4_000; step++) {
      double aheadIntercept = intercept + (intercept - seenIntercept) * step / (step + 3.0);
      double aheadSlope = slope + (slope - seenSlope) * step / (step + 3.0);
      double upIntercept = 0;
      double upSlope = 0;
      for (int i = 0; i < rows; i++) {
        double expected = 1 / (1 + Math.exp(-aheadIntercept - aheadSlope * logits[i]));
        double residual = (outcomes[i] ? 1 : 0) - expected;
        upIntercept += residual;
        upSlope += residual * logits[i];
      }
      seenIntercept = intercept;
      seenSlope = slope;
      intercept = aheadIntercept + rate * upIntercept;
      slope = aheadSlope + rate * upSlope;
    }
    return slope;
  }
}
