package org.andiron.risk.assessment;

import java.util.Optional;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.ModelInput;

/**
 * An input of a model with the value that was taken for one patient.
 *
 * @param found what is recorded of it; empty if no record can have it
 */
public record ScoredInput(
    ModelInput input, FeatureValue value, AssumedPart assumed, Optional<ExtractedFeature> found) {

  /** Whether the value is outside of what the model was made for. */
  public boolean outOfDistribution() {
    return found.map(ExtractedFeature::outOfDistribution).orElse(false);
  }
}
