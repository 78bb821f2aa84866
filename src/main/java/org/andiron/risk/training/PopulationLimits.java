package org.andiron.risk.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.andiron.risk.model.Exclusion;
import org.andiron.risk.model.ModelInput;

/**
 * What tells when patients are scored that a model was not learned of people like them, beside the
 * ranges of its inputs. Nothing is learned of it.
 *
 * @param features for the {@code features.json} of the model's folder, one for each input
 * @param inputs of the card, which the predictor does not use
 */
public record PopulationLimits(
    List<ObjectNode> features, List<ModelInput> inputs, List<Exclusion> exclusions) {

  public PopulationLimits {
    features = List.copyOf(features);
    inputs = List.copyOf(inputs);
    exclusions = List.copyOf(exclusions);
  }
}
