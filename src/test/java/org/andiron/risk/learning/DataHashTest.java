package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Range;
import org.junit.jupiter.api.Test;

class DataHashTest {

  private static ModelInput input(String name, InputKind kind) {
    return new ModelInput(
        name,
        new LocalText(name, name),
        name,
        kind,
        Optional.empty(),
        Range.ALL,
        Map.of(),
        Optional.empty());
  }

  private static TrainingSet set(Map<String, String> groups) {
    return new TrainingSet(
        List.of(
            input("age", InputKind.QUANTITY),
            input("sex", InputKind.CATEGORY),
            input("smoker", InputKind.TRUTH)),
        List.of(
            new TrainingExample(
                "a",
                Instant.parse("2018-01-01T00:00:00.000000005Z"),
                new FeatureVector(
                    Map.of(
                        "sex", new FeatureValue.Category("女"),
                        "age", new FeatureValue.Quantity(54))),
                1,
                groups),
            new TrainingExample(
                "b",
                Instant.EPOCH,
                new FeatureVector(Map.of("smoker", new FeatureValue.Truth(true))),
                0,
                Map.of())));
  }

  /** Computed with Python's struct and hashlib from the description. */
  @Test
  void isAsDescribed() {
    assertThat(DataHash.of(set(Map.of("sex", "female", "age-band", "40-64"))))
        .isEqualTo("2422f5af454f6acc3b10899a061c31d62ee7f10ea18aa8fa092f36d9844a2b1c");
  }

  @Test
  void isAnotherIfAnythingIsAnother() {
    assertThat(DataHash.of(set(Map.of("sex", "female", "age-band", "65-79"))))
        .isNotEqualTo(DataHash.of(set(Map.of("sex", "female", "age-band", "40-64"))));
  }
}
