package org.andiron.risk.model;

/** One input of a model, in the unit and form in which the model takes it. */
public sealed interface FeatureValue {

  /** A number in the unit of the input. */
  record Quantity(double value) implements FeatureValue {

    /**
     * @throws IllegalArgumentException if the number is not finite
     */
    public Quantity {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a quantity is finite, not " + value);
      }
      // The negative zero would compare as another value than zero.
      value += 0.0;
    }
  }

  /** Whether something holds. */
  record Truth(boolean value) implements FeatureValue {}

  /** One of the codes that the input declares. */
  record Category(String code) implements FeatureValue {}
}
