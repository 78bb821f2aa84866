package org.andiron.risk.learning;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.andiron.risk.model.FeatureVector;

/**
 * What was known of one patient at one time, and what came after it.
 *
 * @param patient whose examples are never divided between training and testing
 * @param index the time at which the prediction would have been made; inputs are of before it
 * @param inputs what is missing is not in it
 * @param outcome 1 if it came and 0 if not, or the number itself for continuous outcomes
 * @param subgroups the group of the patient by attribute, as {@code sex} or {@code age-band}; what
 *     is not recorded is not in it
 */
public record TrainingExample(
    String patient,
    Instant index,
    FeatureVector inputs,
    double outcome,
    Map<String, String> subgroups) {

  /**
   * @throws IllegalArgumentException if the outcome is not finite
   */
  public TrainingExample {
    if (!Double.isFinite(outcome)) {
      throw new IllegalArgumentException("an outcome is finite, not " + outcome);
    }
    subgroups = Collections.unmodifiableMap(new LinkedHashMap<>(subgroups));
  }
}
