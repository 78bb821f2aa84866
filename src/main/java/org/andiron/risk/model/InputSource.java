package org.andiron.risk.model;

import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;

/** Where an equation takes the values of its inputs from. */
@FunctionalInterface
interface InputSource {

  /** The value of an input. */
  FeatureValue get(String input);

  /** A quantity, or 1 for true and 0 for false. */
  default double number(String input) {
    FeatureValue value = get(input);
    if (value instanceof Quantity quantity) {
      return quantity.value();
    }
    if (value instanceof Truth truth) {
      return truth.value() ? 1 : 0;
    }
    throw new IllegalArgumentException(input + " has no number");
  }

  /** Whether the input has that category. */
  default boolean is(String input, String category) {
    return get(input) instanceof Category actual && actual.code().equals(category);
  }

  static InputSource of(FeatureVector inputs) {
    return input ->
        inputs.get(input).orElseThrow(() -> new IllegalArgumentException(input + " is missing"));
  }
}
