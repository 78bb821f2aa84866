package org.andiron.risk.feature;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a record for the features of a model.
 *
 * @param asOf the time asked for
 * @param refusals why nothing is given; then there are no features
 * @param features one for each feature of the model, in its order
 * @param stay the hospital stay that features are about; null if there is none or no feature is
 * @param unmapped how many resources of each type have no code of a system that the features know
 */
public record Extraction(
    Instant asOf,
    Set<Refusal> refusals,
    List<ExtractedFeature> features,
    @Nullable ResourceVersion stay,
    Map<String, Integer> unmapped) {

  public Extraction {
    refusals = Set.copyOf(refusals);
    features = List.copyOf(features);
    unmapped = Map.copyOf(unmapped);
    if (!refusals.isEmpty() && !features.isEmpty()) {
      throw new IllegalArgumentException("Of a record that is refused nothing is given");
    }
  }

  /** Whether nothing is given. */
  public boolean isRefused() {
    return !refusals.isEmpty();
  }

  /** The feature of that name. */
  public Optional<ExtractedFeature> feature(String name) {
    return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
  }

  /** The values that there are, as a model takes them. */
  public FeatureVector vector() {
    Map<String, FeatureValue> values = new LinkedHashMap<>();
    for (ExtractedFeature feature : features) {
      feature.found().ifPresent(value -> values.put(feature.name(), value));
    }
    return new FeatureVector(values);
  }

  /** All resources used, ordered, none twice. */
  public List<ResourceVersion> basis() {
    Set<ResourceVersion> all = new TreeSet<>();
    features.forEach(feature -> all.addAll(feature.basis()));
    if (stay != null) {
      all.add(stay);
    }
    return List.copyOf(all);
  }
}
