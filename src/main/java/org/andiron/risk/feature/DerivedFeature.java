package org.andiron.risk.feature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;

/**
 * A feature that is a pure function of other features. Thread-safe. One that can do without an
 * input gives no less for true than for false in its place.
 */
public interface DerivedFeature {

  /** As {@code features.json} calls it. */
  String name();

  /** Refuses a definition whose inputs or parameters do not fit. */
  void check(int inputs, Map<String, Double> parameters);

  /**
   * The value.
   *
   * @param inputs in the order of the definition, empty where one is missing; in the units of their
   *     definitions
   * @return empty if it cannot be told without what is missing
   */
  Optional<FeatureValue> derive(
      List<Optional<FeatureValue>> inputs, Map<String, Double> parameters);
}
