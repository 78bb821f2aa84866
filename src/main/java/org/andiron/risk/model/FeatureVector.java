package org.andiron.risk.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Inputs by name; what is missing is not in it. Immutable, insertion order kept. */
public record FeatureVector(Map<String, FeatureValue> values) {

  public FeatureVector {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The input of that name, empty if it is missing. */
  public Optional<FeatureValue> get(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
