package org.andiron.risk.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model's answer for one outcome.
 *
 * @param horizon of the outcome
 * @param level qualitative risk by published thresholds, where there are any
 * @param assumed inputs that were missing and for which the model took what its card says
 */
public record Prediction(
    String outcome,
    Optional<Horizon> horizon,
    Estimate estimate,
    Optional<RiskLevel> level,
    List<String> assumed)
    implements OutcomeResult {

  public Prediction {
    assumed = List.copyOf(assumed);
  }

  /** From 0 to 1, if there is one. */
  public OptionalDouble probability() {
    return estimate.probability();
  }

  /** Points, if the model counts them. */
  public OptionalDouble score() {
    return estimate.score();
  }

  /** What the inputs have to do with it. */
  public Attribution attribution() {
    return estimate.attribution();
  }
}
