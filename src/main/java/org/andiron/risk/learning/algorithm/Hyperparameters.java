package org.andiron.risk.learning.algorithm;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What an algorithm is told beside its data, by name. */
public record Hyperparameters(Map<String, Double> values) {

  public Hyperparameters {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** None. */
  public static Hyperparameters of() {
    return new Hyperparameters(Map.of());
  }

  /** One. */
  public static Hyperparameters of(String name, double value) {
    return new Hyperparameters(Map.of(name, value));
  }

  /** Two. */
  public static Hyperparameters of(String first, double one, String second, double two) {
    return new Hyperparameters(Map.of(first, one, second, two));
  }

  /**
   * The value of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("hyperparameter " + name + " is missing: " + values);
    }
    return value;
  }

  /** The same as a whole number. */
  int count(String name) {
    double value = get(name);
    if (value != Math.rint(value) || value < 1) {
      throw new IllegalArgumentException(name + " must be a whole number, 1 or more: " + value);
    }
    return (int) value;
  }
}
