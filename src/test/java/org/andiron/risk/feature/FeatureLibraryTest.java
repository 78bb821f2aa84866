package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.andiron.storage.config.ConfigurationFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading definitions, and refusing what has no meaning. */
class FeatureLibraryTest {

  private static final String SODIUM =
      """
      {"name": "sodium", "label": {"en": "Sodium", "zh": "血钠"}, "kind": "quantity",
       "from": [{"resource": "Observation", "codes": {"http://loinc.org": ["2951-2"]}}],
       "unit": "mmol/L", "plausible": [90, 200]}
      """;

  @TempDir private Path folder;

  private FeatureLibrary library(String features) throws IOException {
    Files.writeString(folder.resolve("features.json"), features);
    return Given.library(folder);
  }

  private FeatureLibrary with(String definition) throws IOException {
    return library("{\"features\": [" + definition + "]}");
  }

  private static FeatureSet model(String features) {
    return LIBRARY.read("some-model", features.getBytes(StandardCharsets.UTF_8));
  }

  private void assertRefused(String definition, String... reasons) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> with(definition))
        .withMessageContaining("risk-models/features.json")
        .satisfies(refusal -> assertThat(refusal.getMessage()).contains(reasons));
  }

  @Test
  void aFolderWithoutFilesHasNoFeatures() {
    assertThat(Given.library(folder).names()).isEmpty();
  }

  @Test
  void aDefinitionIsRead() throws IOException {
    FeatureDefinition sodium = with(SODIUM).select(List.of("sodium")).features().get(0);
    assertThat(sodium.kind()).isEqualTo(FeatureKind.QUANTITY);
    assertThat(sodium.aggregation()).isEqualTo(Aggregation.LAST);
    assertThat(sodium.ties()).isEqualTo(TieRule.REFUSE);
    assertThat(sodium.comparators()).isEqualTo(ComparatorRule.EXCLUDE);
    assertThat(sodium.absence()).isInstanceOf(Absence.Missing.class);
    assertThat(sodium.window()).isEqualTo(TimeWindow.ALWAYS);
    assertThat(sodium.label()).isEqualTo(new Label("Sodium", "血钠"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"unit\": \"mmol/L\"|\"unit\": \"mmolL\"|no unit of UCUM",
        "\"unit\": \"mmol/L\"|\"units\": \"mmol/L\"|'units' has no meaning",
        "\"plausible\": [90, 200]|\"plausible\": [200, 90]|no range",
        "\"plausible\": [90, 200]|\"note\": \"x\"|'plausible' is missing",
        "\"plausible\": [90, 200]|\"plausible\": [90, 200], \"analyte\": \"gold\"|no analyte",
        "\"plausible\": [90, 200]|\"plausible\": [90, 200], \"window\": \"1Y\"|'1Y' cannot be read",
        "\"plausible\": [90, 200]|\"plausible\": [90, 200], \"aggregate\": \"any\"|does not go"
            + " with",
        "\"plausible\": [90, 200]|\"plausible\": [90, 200], \"aggregate\": \"median\"|is none of",
        "\"plausible\": [90, 200]|\"plausible\": [90, 200], \"ties\": \"guess\"|is none of",
        "\"plausible\": [90, 200]|\"plausible\": [90, 200], \"aggregate\": \"time-since\"|unit of"
            + " time",
        "\"plausible\": [90, 200]|\"plausible\": [90, 200], \"absent\": {\"assume\": 140}|'because'"
            + " is missing",
        "\"plausible\": [90, 200]|\"plausible\": [90, 200], \"categories\": [\"a\"]|of a category",
        "\"Observation\"|\"Claim\"|no feature is taken from 'Claim'",
        "\"codes\": {\"http://loinc.org\": [\"2951-2\"]}|\"note\": \"x\"|'codes' is missing",
        "\"codes\": {\"http://loinc.org\": [\"2951-2\"]}|\"codes\": \"salt\"|no code set 'salt'",
        "\"resource\": \"Observation\"|\"resource\": \"Observation\", \"where\": \"((\"|cannot be"
            + " read",
        "\"zh\": \"血钠\"|\"fr\": \"sodium\"|'fr' has no meaning",
        "\"kind\": \"quantity\"|\"kind\": \"number\"|is none of",
        "\"from\": [|\"derived\": {\"function\": \"magic\", \"of\": []}, \"from\": [|no function"
            + " 'magic'",
        "\"from\": [|\"derived\": {\"function\": \"any\", \"of\": []}, \"from\": [|'any' takes"
            + " features"
      })
  void whatHasNoMeaningIsRefused(String part, String replacement, String reason) {
    assertThat(SODIUM).contains(part);
    assertRefused(SODIUM.replace(part, replacement), reason);
  }

  @Test
  void theMessageSaysWhere() {
    assertRefused(SODIUM.replace("mmol/L", "salt"), "features[0].unit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"features\": [}",
        "{\"features\": [], \"features\": []}",
        "{\"features\": []} x",
        "{\"feature\": []}",
        "[]",
        ""
      })
  void whatIsNoLibraryIsRefused(String content) {
    assertThatExceptionOfType(ConfigurationFileException.class).isThrownBy(() -> library(content));
  }

  @Test
  void aNameTwiceIsRefused() {
    assertRefused(SODIUM + "," + SODIUM, "'sodium' is there already");
  }

  @Test
  void aCircleIsRefused() {
    String derived =
        "{\"name\": \"%s\", \"label\": {\"en\": \"x\", \"zh\": \"x\"}, \"kind\": \"truth\","
            + " \"derived\": {\"function\": \"all\", \"of\": [\"%s\"]}}";
    assertRefused(
        derived.formatted("a", "b") + "," + derived.formatted("b", "a"), "depends on itself");
    assertRefused(derived.formatted("a", "b"), "there is no feature 'b'");
  }

  @Test
  void codeSetsSayWhatTheyCover() throws IOException {
    Files.createDirectory(folder.resolve("code-sets"));
    Path file = folder.resolve("code-sets").resolve("salts.json");
    String set =
        """
        {"name": "salts", "title": "Salts", "coverage": "One.",
         "codes": {"http://loinc.org": {"2951-2": "Sodium"}}}
        """;
    Files.writeString(file, set);
    assertThat(with(SODIUM.replace("{\"http://loinc.org\": [\"2951-2\"]}", "\"salts\"")).names())
        .containsExactly("sodium");
    Files.writeString(file, set.replace("coverage", "cover"));
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> with(SODIUM))
        .withMessageContaining("salts.json");
  }

  @Test
  void aModelUsesSharedFeaturesUnderNamesOfItsOwn() {
    FeatureSet features =
        model(
            """
            {"features": ["age",
              {"use": "creatinine", "as": "crea", "window": "P7D", "trained": [0.5, 4]},
              {"use": "systolic-blood-pressure", "unit": "kPa", "plausible": [5, 50]}]}
            """);
    assertThat(features.features())
        .extracting(FeatureDefinition::name)
        .containsExactly("age", "crea", "systolic-blood-pressure");
    assertThat(features.feature("crea").orElseThrow().measure().trained())
        .isEqualTo(new Range(0.5, 4));
    assertThat(features.feature("creatinine")).isEmpty();
  }

  @Test
  void whatAModelChangesHoldsForWhatIsDerivedToo() {
    FeatureSet features =
        model("{\"features\": [{\"use\": \"creatinine\", \"window\": \"P7D\"}, \"egfr\"]}");
    FeatureExtractor extractor = new FeatureExtractor(features, CONVERTER);
    PatientRecord record =
        PatientRecord.of(
            Given.ID,
            List.of(Given.woman(), Given.measured("2160-0", "2026-01-01", "0.8", "mg/dL")));
    assertThat(extractor.extract(record, Given.NOW).feature("egfr").orElseThrow().found())
        .isEmpty();
    assertThat(
            Given.extract(
                    List.of("egfr"),
                    List.of(Given.woman(), Given.measured("2160-0", "2026-01-01", "0.8", "mg/dL")))
                .vector()
                .values())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"features\": [\"unheard-of\"]}",
        "{\"features\": [{\"use\": \"unheard-of\"}]}",
        "{\"features\": [\"age\", \"age\"]}",
        "{\"features\": [{\"use\": \"creatinine\", \"unit\": \"umol/L\"}]}",
        "{\"features\": [{\"use\": \"creatinine\", \"color\": \"red\"}]}"
      })
  void aModelThatUsesWhatThereIsNotIsRefused(String features) {
    assertThatExceptionOfType(ConfigurationFileException.class).isThrownBy(() -> model(features));
  }

  @Test
  void whatIsAssumedContradictsNothing() throws IOException {
    String sick =
        """
        {"name": "sick", "label": {"en": "Sick", "zh": "患病"}, "kind": "truth",
         "from": [{"resource": "Condition", "codes": {"http://snomed.info/sct": ["1"]}}],
         "absent": {"assume": false, "because": "Nothing of the kind is recorded."}}
        """;
    FeatureLibrary library =
        library("{\"contradictions\": [{\"sick\": false}], \"features\": [" + sick + "]}");
    FeatureExtractor extractor = new FeatureExtractor(library.select(List.of("sick")), CONVERTER);
    assertThat(
            extractor
                .extract(PatientRecord.of(Given.ID, List.of(Given.woman())), Given.NOW)
                .isRefused())
        .isFalse();
  }

  @Test
  void onlySharedFeaturesCanBeSelected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LIBRARY.select(List.of("unheard-of")))
        .withMessageContaining("unheard-of");
  }
}
