package org.andiron.risk.explanation;

import java.util.Optional;
import org.andiron.risk.model.FeatureValue;

/**
 * What one input has to do with a result.
 *
 * @param actual the input with the value that the model took
 * @param assumed whether the value was missing and is what the card assumes
 * @param reference value with which it is compared, of equations that have such a person
 * @param contribution to the predictor, on its scale
 * @param share of the contribution in the sum of the sizes of all, from 0 to 1; 0 if all are 0
 */
public record Influence(
    InputValue actual,
    boolean assumed,
    Optional<FeatureValue> reference,
    double contribution,
    double share) {

  /** Where it moves the result. */
  public Direction direction() {
    return Direction.of(contribution);
  }
}
