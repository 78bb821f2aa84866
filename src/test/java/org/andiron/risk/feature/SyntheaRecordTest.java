package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.testsupport.SyntheaCohort;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The features of Synthea's patients, whose records look like those of a hospital. */
class SyntheaRecordTest {

  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  private static final Map<String, Extraction> PATIENTS = new LinkedHashMap<>();

  @BeforeAll
  static void extract() throws IOException {
    FeatureExtractor all =
        new FeatureExtractor(LIBRARY.select(List.copyOf(LIBRARY.names())), CONVERTER);
    try (Stream<Path> files = Files.list(SyntheaCohort.folder())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".gz")).sorted().toList()) {
        List<Resource> resources = resources(file);
        resources.stream()
            .filter(Patient.class::isInstance)
            .map(patient -> patient.getIdElement().getIdPart())
            .forEach(id -> PATIENTS.put(id, all.extract(PatientRecord.of(id, resources), END)));
      }
    }
  }

  private static List<Resource> resources(Path file) throws IOException {
    try (Reader reader =
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
      Bundle bundle = FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, reader);
      List<Resource> all = new ArrayList<>();
      bundle.getEntry().forEach(entry -> all.add(entry.getResource()));
      return all;
    }
  }

  private static Set<String> found(String name) {
    Set<String> values = new TreeSet<>();
    PATIENTS.values().stream()
        .map(extraction -> extraction.feature(name).orElseThrow())
        .filter(feature -> !feature.assumed())
        .forEach(feature -> feature.found().ifPresent(value -> values.add(value.toString())));
    return values;
  }

  private static long recorded(String name) {
    return PATIENTS.values().stream()
        .map(extraction -> extraction.feature(name).orElseThrow())
        .filter(feature -> feature.value() != null && !feature.assumed())
        .count();
  }

  @Test
  void nobodyIsRefusedAndAllCodesAreKnown() {
    assertThat(PATIENTS).hasSize(5);
    assertThat(PATIENTS.values())
        .allSatisfy(
            extraction -> {
              assertThat(extraction.refusals()).isEmpty();
              assertThat(extraction.unmapped()).isEmpty();
            });
  }

  @Test
  void whatEverybodyHasIsFound() {
    for (String name :
        List.of(
            "age",
            "sex",
            "race",
            "region",
            "systolic-blood-pressure",
            "diastolic-blood-pressure",
            "weight",
            "height",
            "body-mass-index",
            "current-smoker")) {
      assertThat(recorded(name)).as(name).isEqualTo(5);
    }
  }

  @Test
  void diseasesAndMedicationsAreFound() {
    assertThat(found("hypertension")).containsExactly(new Truth(true).toString());
    assertThat(found("antihypertensive-treatment")).containsExactly(new Truth(true).toString());
    assertThat(found("statin")).containsExactly(new Truth(true).toString());
    assertThat(found("antiplatelet-or-nsaid")).containsExactly(new Truth(true).toString());
    assertThat(found("cvd-history")).containsExactly(new Truth(true).toString());
    assertThat(found("history-high-glucose")).containsExactly(new Truth(true).toString());
    assertThat(found("region")).containsExactly(new Category("north-america").toString());
  }

  @Test
  void noUnitIsStrange() {
    PATIENTS
        .values()
        .forEach(
            extraction ->
                extraction
                    .features()
                    .forEach(
                        feature ->
                            assertThat(feature.issues())
                                .as(feature.name())
                                .extracting(FeatureIssue::code)
                                .doesNotContain(
                                    IssueCode.UNKNOWN_UNIT,
                                    IssueCode.WRONG_DIMENSION,
                                    IssueCode.IMPLAUSIBLE,
                                    IssueCode.UNDATED)));
  }
}
