package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.FOLDER;
import static org.andiron.risk.feature.Given.LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The definitions that are shipped. */
class ShippedFeaturesTest {

  static List<String> models() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("equation.json")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void allThatModelsNeedIsThere() {
    assertThat(LIBRARY.names())
        .contains(
            "age",
            "sex",
            "race",
            "total-cholesterol",
            "hdl-cholesterol",
            "systolic-blood-pressure",
            "diastolic-blood-pressure",
            "antihypertensive-treatment",
            "statin",
            "diabetes",
            "current-smoker",
            "body-mass-index",
            "egfr",
            "creatinine",
            "urine-albumin-creatinine-ratio",
            "heart-failure",
            "hypertension",
            "stroke-tia-thromboembolism",
            "vascular-disease",
            "atrial-fibrillation",
            "major-bleeding",
            "abnormal-liver-function",
            "abnormal-renal-function",
            "labile-inr",
            "alcohol",
            "antiplatelet-or-nsaid",
            "length-of-stay",
            "acute-admission",
            "charlson-index",
            "emergency-visits-6-months",
            "hemoglobin",
            "sodium",
            "oncology-discharge",
            "procedure-during-stay",
            "admissions-12-months",
            "respiratory-rate",
            "oxygen-saturation",
            "spo2-scale",
            "supplemental-oxygen",
            "heart-rate",
            "temperature",
            "consciousness",
            "altered-mentation",
            "waist-circumference",
            "physical-activity",
            "fruit-vegetables-daily",
            "history-high-glucose",
            "family-diabetes",
            "bilirubin",
            "inr",
            "albumin",
            "dialysis-twice-past-week",
            "cvd-history",
            "pregnancy");
  }

  @Test
  void thirteenModelsHaveTheirFeatures() throws IOException {
    assertThat(models()).hasSize(13);
  }

  @ParameterizedTest
  @MethodSource("models")
  void eachInputOfAModelIsAFeatureOfTheSameKindAndUnit(String id) throws IOException {
    byte[] card = Files.readAllBytes(FOLDER.resolve(id).resolve("model.json"));
    FeatureSet features = Given.model(id);
    List<String> inputs = new ArrayList<>();
    for (JsonNode input : new JsonMapper().readTree(card).get("inputs")) {
      String name = input.get("name").asText();
      inputs.add(name);
      FeatureDefinition feature = features.feature(name).orElseThrow();
      String kind =
          switch (feature.kind()) {
            case QUANTITY, COUNT, AGE -> "quantity";
            case TRUTH -> "truth";
            case CATEGORY -> "category";
          };
      assertThat(kind).as(name).isEqualTo(input.get("kind").asText());
      Measure measure = feature.measure();
      assertThat(measure == null ? null : measure.unit())
          .as(name)
          .isEqualTo(input.has("unit") ? input.get("unit").asText() : null);
      List<String> categories = new ArrayList<>();
      input.path("categories").fieldNames().forEachRemaining(categories::add);
      assertThat(feature.categories()).as(name).containsExactlyInAnyOrderElementsOf(categories);
    }
    assertThat(features.features()).extracting(FeatureDefinition::name).hasSameElementsAs(inputs);
    assertThat(new FeatureExtractor(features, CONVERTER).features()).isSameAs(features);
  }

  @Test
  void eachFeatureIsNamedInBothLanguages() {
    for (FeatureDefinition feature : LIBRARY.select(List.copyOf(LIBRARY.names())).features()) {
      assertThat(feature.label().en()).as(feature.name()).matches("[\\x20-\\x7e]+");
      assertThat(feature.label().zh().codePoints())
          .as(feature.name())
          .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
    }
  }

  @Test
  void eachNumberHasABoundedPlausibleRange() {
    for (FeatureDefinition feature : LIBRARY.select(List.copyOf(LIBRARY.names())).features()) {
      Measure measure = feature.measure();
      if (measure != null) {
        assertThat(measure.plausible().low()).as(feature.name()).isGreaterThanOrEqualTo(0);
        assertThat(measure.plausible().high()).as(feature.name()).isLessThan(1e7);
      }
    }
  }

  @Test
  void whatIsAssumedSaysWhy() {
    for (FeatureDefinition feature : LIBRARY.select(List.copyOf(LIBRARY.names())).features()) {
      if (feature.absence() instanceof Absence.Assumed assumed) {
        assertThat(assumed.because()).as(feature.name()).hasSizeGreaterThan(20);
      }
    }
  }

  /** What the scores are for is never assumed, nor what US Core asks everybody. */
  @Test
  void whatMustBeRecordedIsNotAssumed() {
    for (String name :
        Set.of(
            "atrial-fibrillation",
            "current-smoker",
            "suspected-infection",
            "supplemental-oxygen",
            "sex",
            "race",
            "acute-admission",
            "chronic-liver-disease")) {
      assertThat(LIBRARY.select(List.of(name)).features().get(0).absence())
          .as(name)
          .isInstanceOf(Absence.Missing.class);
    }
  }
}
