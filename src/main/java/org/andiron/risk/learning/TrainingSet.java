package org.andiron.risk.learning;

import java.util.List;
import org.andiron.risk.model.ModelInput;

/**
 * What a model is learned from.
 *
 * @param inputs of the model, in its order
 * @param examples ordered by patient and time, so that the same data are always the same set
 */
public record TrainingSet(List<ModelInput> inputs, List<TrainingExample> examples) {

  public TrainingSet {
    inputs = List.copyOf(inputs);
    examples = List.copyOf(examples);
  }
}
