package org.andiron.risk.feature;

import java.util.List;
import java.util.Map;

/**
 * That a feature is a function of others.
 *
 * @param function name of a {@link DerivedFeature}
 * @param of names of the features it takes, in its order
 * @param parameters numbers it takes besides
 * @param preferred whether it goes before what is recorded
 */
public record Derivation(
    DerivedFeature function, List<String> of, Map<String, Double> parameters, boolean preferred) {

  public Derivation {
    of = List.copyOf(of);
    parameters = Map.copyOf(parameters);
  }
}
