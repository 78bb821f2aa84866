package org.andiron.risk.learning.cohort;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Range;
import org.jspecify.annotations.Nullable;

/** People of whom age, weight and whether they smoke are known. */
final class CohortPeople {

  static final List<ModelInput> INPUTS =
      List.of(
          input("age", InputKind.QUANTITY),
          input("smokes", InputKind.TRUTH),
          input("weight", InputKind.QUANTITY));

  private CohortPeople() {}

  private static ModelInput input(String name, InputKind kind) {
    return new ModelInput(
        name,
        new LocalText("t", "t"),
        "d",
        kind,
        Optional.empty(),
        Range.ALL,
        Map.of(),
        Optional.empty());
  }

  static FeatureVector person(double age, boolean smokes, @Nullable Double weight) {
    Map<String, FeatureValue> values = new LinkedHashMap<>();
    values.put("age", new Quantity(age));
    values.put("smokes", new Truth(smokes));
    if (weight != null) {
      values.put("weight", new Quantity(weight));
    }
    return new FeatureVector(values);
  }
}
