package org.andiron.risk.training;

import java.util.Map;

/** Makes a model of a training set. */
@FunctionalInterface
public interface Learning {

  /**
   * Learns.
   *
   * @return the files of the model's folder, by name
   * @throws TrainingException if nothing can be learned, as of too few examples; the message says
   *     what to do
   */
  Map<String, byte[]> learn(
      TrainingDefinition definition, CollectedSet collected, TrainingProgress progress)
      throws InterruptedException;
}
