package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How several values become one. */
class AggregationTest {

  @TempDir private Path folder;

  private ExtractedFeature weight(String properties, Observation... observations)
      throws IOException {
    Files.writeString(
        folder.resolve("features.json"),
        """
        {"features": [{
          "name": "weight", "label": {"en": "Weight", "zh": "体重"}, "kind": "quantity",
          "from": [{"resource": "Observation", "codes": {"http://loinc.org": ["29463-7"]}}],
          "unit": "kg", "plausible": [20, 500], %s}]}
        """
            .formatted(properties));
    return only("weight", observations);
  }

  private ExtractedFeature only(String name, Observation... observations) {
    FeatureLibrary library = Given.library(folder);
    FeatureExtractor extractor = new FeatureExtractor(library.select(List.of(name)), CONVERTER);
    List<Resource> all = new ArrayList<>(List.of(observations));
    all.add(woman());
    return extractor.extract(PatientRecord.of(ID, all), NOW).features().get(0);
  }

  private static Observation kg(String when, String value) {
    return measured("29463-7", when, value, "kg");
  }

  private static double number(ExtractedFeature feature) {
    return ((Quantity) feature.found().orElseThrow()).value();
  }

  private static final Observation[] SERIES = {
    kg("2024-01-01T00:00:00Z", "80"),
    kg("2024-07-01T12:00:00Z", "86"),
    kg("2025-01-01T00:00:00Z", "83"),
    kg("2025-07-02T12:00:00Z", "89"),
  };

  @ParameterizedTest
  @CsvSource({"last, 89", "first, 80", "min, 80", "max, 89", "mean, 84.5"})
  void areWhatTheySay(String aggregate, double expected) throws IOException {
    assertThat(number(weight("\"aggregate\": \"" + aggregate + "\"", SERIES))).isEqualTo(expected);
  }

  @Test
  void extremesNameTheirResource() throws IOException {
    assertThat(weight("\"aggregate\": \"max\"", SERIES).basis())
        .containsExactly(Given.version(SERIES[3]));
    assertThat(weight("\"aggregate\": \"mean\"", SERIES).basis()).hasSize(4);
  }

  /** 2024 and 2025 lie 366 days apart; the line rises by 3 kg in half a year twice. */
  @Test
  void theSlopeIsThatOfLeastSquaresPerYear() throws IOException {
    double[] years = {0, 182.5 / 365.25, 366 / 365.25, 548.5 / 365.25};
    double[] values = {80, 86, 83, 89};
    double n = 4;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (int i = 0; i < 4; i++) {
      sx += years[i];
      sy += values[i];
      sxx += years[i] * years[i];
      sxy += years[i] * values[i];
    }
    double expected = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    assertThat(number(weight("\"aggregate\": \"slope\"", SERIES)))
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void aSlopeNeedsTwoTimes() throws IOException {
    assertThat(weight("\"aggregate\": \"slope\"", SERIES[0]).missing())
        .isEqualTo(MissingReason.TOO_FEW);
    assertThat(
            weight("\"aggregate\": \"slope\"", kg("2025-01-01", "80"), kg("2025-01-01", "82"))
                .missing())
        .isEqualTo(MissingReason.TOO_FEW);
  }

  @Test
  void timeSinceIsInTheUnitAskedFor() throws IOException {
    Files.writeString(
        folder.resolve("features.json"),
        """
        {"features": [{
          "name": "since", "label": {"en": "Since weighed", "zh": "距上次称重"},
          "kind": "quantity", "aggregate": "time-since", "unit": "d", "plausible": [0, 40000],
          "from": [{"resource": "Observation", "codes": {"http://loinc.org": ["29463-7"]}}]}]}
        """);
    assertThat(only("since", SERIES).value()).isEqualTo(new Quantity(242));
  }

  @Test
  void countsAreOfResources() throws IOException {
    Files.writeString(
        folder.resolve("features.json"),
        """
        {"features": [{
          "name": "weights", "label": {"en": "Weights", "zh": "体重次数"}, "kind": "count",
          "from": [{"resource": "Observation", "codes": {"http://loinc.org": ["29463-7"]}}],
          "window": "P1Y"}]}
        """);
    assertThat(
            only("weights", SERIES[0], SERIES[3], kg("2026-01-01", "80"), kg("2026-01-01", "80"))
                .value())
        .isEqualTo(new Quantity(3));
  }

  @ParameterizedTest
  @CsvSource({"refuse, ", "mean, 81", "highest, 82", "lowest, 80"})
  void tiesFollowTheirRule(String rule, Double expected) throws IOException {
    ExtractedFeature found =
        weight("\"ties\": \"" + rule + "\"", kg("2025-01-01", "80"), kg("2025-01-01", "82"));
    assertThat(found.value()).isEqualTo(expected == null ? null : new Quantity(expected));
  }

  @Test
  void whatTheModelWasNotMadeForIsFlagged() throws IOException {
    ExtractedFeature found = weight("\"trained\": [40, 85]", SERIES);
    assertThat(number(found)).isEqualTo(89);
    assertThat(found.outOfDistribution()).isTrue();
    assertThat(found.issues())
        .extracting(FeatureIssue::code)
        .containsExactly(IssueCode.OUT_OF_DISTRIBUTION);
    assertThat(weight("\"trained\": [40, 89]", SERIES).outOfDistribution()).isFalse();
  }
}
