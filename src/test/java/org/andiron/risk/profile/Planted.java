package org.andiron.risk.profile;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.andiron.risk.RiskModels;
import org.andiron.risk.feature.DerivedFeatures;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.learning.TrainingExample;
import org.andiron.risk.learning.TrainingSet;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.training.CohortFlow;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.storage.config.ConfigurationFolder;

/** Cohorts in which it is known who belongs together. */
final class Planted {

  static final TrainingDefinition READMISSION = readmission();

  private static final Instant INDEX = Instant.parse("2020-01-01T00:00:00Z");

  private final Random random = new Random(4);
  private final List<TrainingExample> examples = new ArrayList<>();

  private static TrainingDefinition readmission() {
    UnitConverter converter = new UnitConverter();
    FeatureLibrary library =
        FeatureLibrary.of(
            RiskModels.shared(ConfigurationFolder.open(Path.of("fhir-config"))),
            DerivedFeatures.standard(),
            converter,
            FhirContext.forR4Cached().newFhirPath());
    try {
      return TrainingDefinition.read(
          "x.json",
          Files.readAllBytes(Path.of("fhir-config", "risk-training", "readmission-30d.json")),
          library);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds patients who are alike: every so manieth has the outcome. */
  Planted group(String name, int size, double age, double stay, boolean failing, int everySo) {
    for (int i = 0; i < size; i++) {
      Map<String, FeatureValue> values = new LinkedHashMap<>();
      values.put("age", new Quantity(age + 2 * random.nextGaussian()));
      values.put("sex", new Category(failing ? "female" : "male"));
      values.put("length-of-stay", new Quantity(Math.max(0, stay + random.nextGaussian())));
      values.put("heart-failure", new Truth(failing));
      String patient = "%s%05d".formatted(name, i);
      // The first of two times is not looked at.
      add(patient, INDEX, values, 1 - (i % everySo == 0 ? 1 : 0));
      add(patient, INDEX.plusSeconds(86400), values, i % everySo == 0 ? 1 : 0);
    }
    return this;
  }

  private void add(
      String patient, Instant index, Map<String, FeatureValue> values, double outcome) {
    examples.add(new TrainingExample(patient, index, new FeatureVector(values), outcome, Map.of()));
  }

  CollectedSet collected() {
    return new CollectedSet(
        new TrainingSet(READMISSION.inputs(), examples), CohortFlow.NONE, "0123");
  }

  /** 90 old with failing hearts, 60 in middle age with long stays, 45 young. */
  static Planted three() {
    return new Planted()
        .group("old", 90, 82, 6, true, 3)
        .group("middle", 60, 55, 20, false, 4)
        .group("young", 45, 25, 2, false, 45);
  }
}
