package org.andiron.risk.feature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;

/** A function of a fixed number of inputs that are all needed. */
abstract class FixedInputs implements DerivedFeature {

  private final String name;
  private final int count;

  FixedInputs(String name, int count) {
    this.name = name;
    this.count = count;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final void check(int inputs, Map<String, Double> parameters) {
    if (inputs != count || !parameters.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' takes %d features and nothing else".formatted(name, count));
    }
  }

  @Override
  public final Optional<FeatureValue> derive(
      List<Optional<FeatureValue>> inputs, Map<String, Double> parameters) {
    if (inputs.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    double value = value(inputs.stream().map(Optional::orElseThrow).toList());
    return Double.isFinite(value)
        ? Optional.of(new FeatureValue.Quantity(value))
        : Optional.empty();
  }

  /** The value; not finite if it cannot be told. */
  abstract double value(List<FeatureValue> inputs);

  static double number(FeatureValue value) {
    return value instanceof FeatureValue.Quantity quantity ? quantity.value() : Double.NaN;
  }
}
