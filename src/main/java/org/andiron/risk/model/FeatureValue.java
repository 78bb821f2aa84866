package org.andiron.risk.model;

/** One input of a model, in the unit and form in which the model takes it. */
public sealed interface FeatureValue {

  /** A finite number. */
  record Quantity(double value) implements FeatureValue {
    public Quantity {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("A quantity is finite");
      }
    }
  }

  /** Whether something holds. */
  record Truth(boolean value) implements FeatureValue {}

  /** One of the categories that the model knows. */
  record Category(String code) implements FeatureValue {}
}
