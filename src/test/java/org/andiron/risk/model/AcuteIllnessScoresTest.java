package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcuteIllnessScoresTest {

  /** Royal College of Physicians 2017, charts 1 and 2. */
  @Nested
  class News2 {

    private static final FeatureVector WELL =
        inputs(
            "age", 40,
            "respiratory-rate", 16,
            "spo2-scale", "1",
            "oxygen-saturation", 98,
            "supplemental-oxygen", false,
            "systolic-blood-pressure", 120,
            "heart-rate", 70,
            "consciousness", "alert",
            "body-temperature", 37.0);

    @ParameterizedTest
    @CsvSource({"8,3", "9,1", "11,1", "12,0", "20,0", "21,2", "24,2", "25,3"})
    void countsRespiratoryRate(double rate, double points) {
      assertThat(score(with(WELL, "respiratory-rate", rate))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"91,3", "92,2", "93,2", "94,1", "95,1", "96,0", "100,0"})
    void countsSaturationOnScale1(double saturation, double points) {
      assertThat(score(with(WELL, "oxygen-saturation", saturation))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"83,3", "84,2", "85,2", "86,1", "87,1", "88,0", "92,0", "93,0", "97,0", "100,0"})
    void countsSaturationOnScale2OnAir(double saturation, double points) {
      assertThat(score(with(WELL, "spo2-scale", "2", "oxygen-saturation", saturation)))
          .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({
      "83,3", "84,2", "85,2", "86,1", "87,1", "88,0", "92,0", "93,1", "94,1", "95,2", "96,2",
      "97,3", "100,3"
    })
    void countsSaturationOnScale2OnOxygen(double saturation, double points) {
      FeatureVector onOxygen = with(WELL, "spo2-scale", "2", "supplemental-oxygen", true);
      assertThat(score(with(onOxygen, "oxygen-saturation", saturation))).isEqualTo(2 + points);
    }

    @Test
    void countsOxygen() {
      assertThat(score(with(WELL, "supplemental-oxygen", true))).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"90,3", "91,2", "100,2", "101,1", "110,1", "111,0", "219,0", "220,3"})
    void countsPressure(double pressure, double points) {
      assertThat(score(with(WELL, "systolic-blood-pressure", pressure))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"40,3", "41,1", "50,1", "51,0", "90,0", "91,1", "110,1", "111,2", "130,2", "131,3"})
    void countsPulse(double rate, double points) {
      assertThat(score(with(WELL, "heart-rate", rate))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"confusion", "voice", "pain", "unresponsive"})
    void countsConsciousness(String state) {
      assertThat(score(with(WELL, "consciousness", state))).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"35.0,3", "35.1,1", "36.0,1", "36.1,0", "38.0,0", "38.1,1", "39.0,1", "39.1,2"})
    void countsTemperature(double temperature, double points) {
      assertThat(score(with(WELL, "body-temperature", temperature))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"36.04,1", "36.05,0", "38.04,0", "38.05,1", "39.049,1", "39.05,2"})
    void roundsTemperatureToOneDecimal(double temperature, double points) {
      assertThat(score(with(WELL, "body-temperature", temperature))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"20.4,0", "20.5,2", "24.5,3"})
    void roundsRatesToWholeNumbers(double rate, double points) {
      assertThat(score(with(WELL, "respiratory-rate", rate))).isEqualTo(points);
    }

    @Test
    void isLowToMediumIfOneParameterAloneHasThree() {
      assertThat(level(WELL)).isEqualTo("low");
      assertThat(level(with(WELL, "supplemental-oxygen", true, "heart-rate", 111)))
          .isEqualTo("low");
      assertThat(level(with(WELL, "heart-rate", 131))).isEqualTo("low-medium");
      assertThat(level(with(WELL, "heart-rate", 131, "respiratory-rate", 21))).isEqualTo("medium");
      assertThat(
              level(
                  with(
                      WELL,
                      "heart-rate",
                      131,
                      "respiratory-rate",
                      21,
                      "supplemental-oxygen",
                      true)))
          .isEqualTo("high");
    }

    @Test
    void goesUpTo20() {
      FeatureVector worst =
          inputs(
              "age",
              40,
              "respiratory-rate",
              30,
              "spo2-scale",
              "1",
              "oxygen-saturation",
              80,
              "supplemental-oxygen",
              true,
              "systolic-blood-pressure",
              80,
              "heart-rate",
              140,
              "consciousness",
              "unresponsive",
              "body-temperature",
              34);
      assertThat(score(worst)).isEqualTo(20);
    }

    @Test
    void takesScale1UnlessAnotherIsPrescribed() {
      FeatureVector unknown =
          inputs(
              "age",
              40,
              "respiratory-rate",
              16,
              "oxygen-saturation",
              90,
              "supplemental-oxygen",
              false,
              "systolic-blood-pressure",
              120,
              "heart-rate",
              70,
              "consciousness",
              "alert",
              "body-temperature",
              37);
      Prediction prediction = Shipped.predicted("news2", "deterioration-24h", unknown);
      assertThat(prediction.score()).hasValue(3);
      assertThat(prediction.assumed()).containsExactly("pregnancy", "spo2-scale");
    }

    private static String level(FeatureVector person) {
      return Shipped.level("news2", "deterioration-24h", person);
    }

    private static double score(FeatureVector person) {
      return Shipped.score("news2", "deterioration-24h", person);
    }
  }

  /** Singer 2016, Box 4. */
  @Nested
  class Qsofa {

    private static final FeatureVector WELL =
        inputs(
            "age", 40,
            "suspected-infection", true,
            "respiratory-rate", 21,
            "altered-mentation", false,
            "systolic-blood-pressure", 101);

    @Test
    void countsEachCriterion() {
      assertThat(score(WELL)).isZero();
      assertThat(score(with(WELL, "respiratory-rate", 22))).isEqualTo(1);
      assertThat(score(with(WELL, "altered-mentation", true))).isEqualTo(1);
      assertThat(score(with(WELL, "systolic-blood-pressure", 100))).isEqualTo(1);
    }

    @Test
    void isPositiveFromTwoOn() {
      FeatureVector one = with(WELL, "respiratory-rate", 22);
      assertThat(Shipped.level("qsofa", "poor-outcome-of-infection", one)).isEqualTo("negative");
      assertThat(
              Shipped.level(
                  "qsofa", "poor-outcome-of-infection", with(one, "altered-mentation", true)))
          .isEqualTo("positive");
    }

    @Test
    void isForPeopleWithSuspectedInfectionOnly() {
      assertThat(
              Shipped.refused(
                  "qsofa", "poor-outcome-of-infection", with(WELL, "suspected-infection", false)))
          .singleElement()
          .isInstanceOf(RefusalReason.Excluded.class);
    }

    private static double score(FeatureVector person) {
      return Shipped.score("qsofa", "poor-outcome-of-infection", person);
    }
  }
}
