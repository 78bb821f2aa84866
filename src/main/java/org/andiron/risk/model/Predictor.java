package org.andiron.risk.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes the outcomes of a model. The same inputs give the same result, bit for bit, on every
 * machine; so implementations take {@link StrictMath} for functions that {@link Math} may round
 * otherwise.
 */
public interface Predictor {

  /** Ids of the outcomes. */
  Set<String> outcomes();

  /** Inputs that an outcome needs. */
  Set<String> inputs(String outcome);

  /**
   * Inputs that only choose which part of the equation holds: the reference has those of the
   * person, and they have no contribution.
   */
  default Set<String> strata(String outcome) {
    return Set.of();
  }

  /**
   * Inputs whose absence itself says something to the model, because it has learned what became of
   * people without them. {@link #estimate} is given them only if they are there. The card still has
   * an assumption for each: what people are told that stands in its place.
   */
  default Set<String> absenceLearned(String outcome) {
    return Set.of();
  }

  /** Who published what results of an outcome that is a score mean, where somebody did. */
  default Optional<LocalText> published(String outcome) {
    return Optional.empty();
  }

  /** With whom people are compared, where that is a person; without inputs otherwise. */
  default FeatureVector reference() {
    return new FeatureVector(Map.of());
  }

  /**
   * Computes an outcome. What comes out may not be finite; {@link RiskModel} refuses it then.
   *
   * @param inputs all that the outcome needs, within the limits of the card; without those that are
   *     missing of {@link #absenceLearned}
   */
  Estimate estimate(String outcome, FeatureVector inputs);
}
