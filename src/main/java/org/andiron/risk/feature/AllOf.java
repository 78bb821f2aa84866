package org.andiron.risk.feature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;

/** {@code all}: false if one of the inputs is false; true if all are known and true. */
final class AllOf implements DerivedFeature {

  @Override
  public String name() {
    return "all";
  }

  @Override
  public void check(int inputs, Map<String, Double> parameters) {
    if (inputs == 0 || !parameters.isEmpty()) {
      throw new IllegalArgumentException("'all' takes features and nothing else");
    }
  }

  @Override
  public Optional<FeatureValue> derive(
      List<Optional<FeatureValue>> inputs, Map<String, Double> parameters) {
    if (inputs.contains(Optional.of(new FeatureValue.Truth(false)))) {
      return Optional.of(new FeatureValue.Truth(false));
    }
    return inputs.stream().allMatch(Optional::isPresent)
        ? Optional.of(new FeatureValue.Truth(true))
        : Optional.empty();
  }
}
