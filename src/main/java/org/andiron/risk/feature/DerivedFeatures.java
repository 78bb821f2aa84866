package org.andiron.risk.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions by which features may be derived from others. */
public final class DerivedFeatures {

  private final Map<String, DerivedFeature> functions = new LinkedHashMap<>();

  /**
   * Those given.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public DerivedFeatures(List<DerivedFeature> all) {
    for (DerivedFeature function : all) {
      if (functions.put(function.name(), function) != null) {
        throw new IllegalArgumentException("Two functions are called " + function.name());
      }
    }
  }

  /** Those that the server brings. */
  public static DerivedFeatures standard() {
    return new DerivedFeatures(
        List.of(
            new BodyMassIndex(),
            new MeanArterialPressure(),
            new EgfrCkdEpi2021(),
            new LaceComorbidity(),
            new AnyOf(),
            new AllOf(),
            new Product(),
            Threshold.above(),
            Threshold.below()));
  }

  /** The function of that name. */
  public Optional<DerivedFeature> find(String name) {
    return Optional.ofNullable(functions.get(name));
  }
}
