package org.andiron.risk.learning.scoring;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.List;

/** How scores become log odds that hold what they promise. Never falling. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Calibration.Platt.class, name = "platt"),
  @JsonSubTypes.Type(value = Calibration.Isotonic.class, name = "isotonic")
})
public sealed interface Calibration {

  /** The log odds of a score. */
  double logit(double score);

  /**
   * By what contributions to a score are to be multiplied so that they add up to the difference of
   * log odds: the mean slope between the base and the score.
   */
  default double slope(double score, double base) {
    return score == base ? 0 : (logit(score) - logit(base)) / (score - base);
  }

  /**
   * A straight line in log odds: contributions stay Shapley values.
   *
   * @see <a href="https://doi.org/10.1007/s10994-007-5018-6">H.-T. Lin, C.-J. Lin, R. C. Weng, "A
   *     note on Platt's probabilistic outputs for support vector machines", Machine Learning
   *     2007;68:267-276</a>
   */
  record Platt(double intercept, double slope) implements Calibration {

    /**
     * @throws IllegalArgumentException if it falls, or a number is not finite
     */
    public Platt {
      if (!Double.isFinite(intercept) || !(slope >= 0 && Double.isFinite(slope))) {
        throw new IllegalArgumentException("calibration must be a line that does not fall");
      }
    }

    @Override
    public double logit(double score) {
      return intercept + slope * score;
    }

    @Override
    public double slope(double score, double base) {
      return slope;
    }
  }

  /**
   * A line through points, level before the first and after the last. Contributions are scaled as a
   * whole, so they keep their proportions and add up, but between inputs that meet a bend they are
   * no Shapley values.
   *
   * @param scores ascending
   * @param logits one for each, not falling
   * @see <a href="https://doi.org/10.1145/775047.775151">B. Zadrozny, C. Elkan, "Transforming
   *     classifier scores into accurate multiclass probability estimates", KDD 2002</a>
   */
  record Isotonic(List<Double> scores, List<Double> logits) implements Calibration {

    /**
     * @throws IllegalArgumentException if there are no points, or they fall
     */
    public Isotonic {
      double[] from = Numbers.finite("scores", scores);
      double[] to = Numbers.finite("logits", logits);
      if (from.length != to.length) {
        throw new IllegalArgumentException("scores and logits must be as many");
      }
      for (int i = 1; i < from.length; i++) {
        if (!(from[i] > from[i - 1]) || to[i] < to[i - 1]) {
          throw new IllegalArgumentException("points of a calibration must ascend");
        }
      }
      scores = List.copyOf(scores);
      logits = List.copyOf(logits);
    }

    @Override
    public double logit(double score) {
      int place = Collections.binarySearch(scores, score);
      if (place >= 0) {
        return logits.get(place);
      }
      int after = -place - 1;
      if (after == 0 || after == scores.size()) {
        return logits.get(Math.max(0, after - 1));
      }
      double share = (score - scores.get(after - 1)) / (scores.get(after) - scores.get(after - 1));
      return logits.get(after - 1) + share * (logits.get(after) - logits.get(after - 1));
    }
  }
}
