package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.FOLDER;
import static org.andiron.risk.feature.Given.LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The definitions that are shipped. */
class ShippedFeaturesTest {

  static List<Path> files() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .map(folder -> folder.resolve("features.json"))
          .filter(file -> Files.exists(file))
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
    assertThat(files()).hasSize(13);
  }

  @ParameterizedTest
  @MethodSource("files")
  void theFeaturesOfAModelCanBeRead(Path file) {
    FeatureSet features = LIBRARY.read(file);
    assertThat(features.features()).isNotEmpty();
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
