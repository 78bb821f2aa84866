package org.andiron.risk.learning.scoring;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a model came about, so that it can be made again.
 *
 * @param algorithm its code
 * @param hyperparameters by name
 * @param seed of all that was drawn
 * @param data SHA-256 of the training set, in lower-case hexadecimal
 * @param trainingRows how many it was fitted on
 * @param heldOutRows how many it was evaluated on
 * @param libraries versions by name
 */
public record TrainingRecord(
    String algorithm,
    Map<String, Double> hyperparameters,
    long seed,
    String data,
    int trainingRows,
    int heldOutRows,
    Map<String, String> libraries) {

  public TrainingRecord {
    hyperparameters = new TreeMap<>(hyperparameters);
    libraries = new TreeMap<>(libraries);
  }
}
