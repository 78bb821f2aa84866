package org.andiron.risk.feature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;

/**
 * {@code any}: true if one of the inputs is true; false if none is, and at least {@code needed} of
 * them are known, without that parameter all.
 */
final class AnyOf implements DerivedFeature {

  private static final String NEEDED = "needed";

  @Override
  public String name() {
    return "any";
  }

  @Override
  public void check(int inputs, Map<String, Double> parameters) {
    double needed = parameters.getOrDefault(NEEDED, 1d);
    if (inputs == 0
        || parameters.size() > 1
        || needed < 1
        || needed > inputs
        || (parameters.size() == 1 && !parameters.containsKey(NEEDED))) {
      throw new IllegalArgumentException(
          "'any' takes features, and 'needed' between one and their number");
    }
  }

  @Override
  public Optional<FeatureValue> derive(
      List<Optional<FeatureValue>> inputs, Map<String, Double> parameters) {
    long known = inputs.stream().filter(Optional::isPresent).count();
    boolean any = inputs.contains(Optional.of(new FeatureValue.Truth(true)));
    double needed = parameters.getOrDefault(NEEDED, (double) inputs.size());
    return any || known >= needed ? Optional.of(new FeatureValue.Truth(any)) : Optional.empty();
  }
}
