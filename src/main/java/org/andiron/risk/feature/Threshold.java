package org.andiron.risk.feature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.model.FeatureValue;

/** {@code above} and {@code below}: whether a number lies beyond a {@code threshold}. */
final class Threshold implements DerivedFeature {

  private static final String THRESHOLD = "threshold";

  private final boolean above;

  private Threshold(boolean above) {
    this.above = above;
  }

  static Threshold above() {
    return new Threshold(true);
  }

  static Threshold below() {
    return new Threshold(false);
  }

  @Override
  public String name() {
    return above ? "above" : "below";
  }

  @Override
  public void check(int inputs, Map<String, Double> parameters) {
    if (inputs != 1 || !parameters.keySet().equals(Set.of(THRESHOLD))) {
      throw new IllegalArgumentException(
          "'%s' takes one feature and a 'threshold'".formatted(name()));
    }
  }

  @Override
  public Optional<FeatureValue> derive(
      List<Optional<FeatureValue>> inputs, Map<String, Double> parameters) {
    double threshold = parameters.getOrDefault(THRESHOLD, Double.NaN);
    return inputs
        .get(0)
        .filter(FeatureValue.Quantity.class::isInstance)
        .map(value -> FixedInputs.number(value))
        .map(number -> new FeatureValue.Truth(above ? number > threshold : number < threshold));
  }
}
