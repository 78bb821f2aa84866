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

  /** The value of an input, if it is there. */
  public Optional<FeatureValue> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The same with one value put in, or in the place of another. */
  public FeatureVector with(String name, FeatureValue value) {
    Map<String, FeatureValue> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new FeatureVector(changed);
  }
}
