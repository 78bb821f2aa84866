package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtrialFibrillationScoresTest {

  /** Lip 2010, Table 2; rates of Friberg 2012. */
  @Nested
  class Cha2ds2Vasc {

    private static final FeatureVector YOUNG_MAN =
        inputs("atrial-fibrillation", true, "age", 64, "sex", "male");

    @ParameterizedTest
    @CsvSource({"18,0", "64,0", "65,1", "74,1", "75,2", "99,2"})
    void countsAge(double age, double points) {
      assertThat(score(with(YOUNG_MAN, "age", age))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({
      "heart-failure,1",
      "hypertension,1",
      "diabetes,1",
      "stroke-or-thromboembolism,2",
      "vascular-disease,1"
    })
    void countsEachItem(String item, double points) {
      assertThat(score(with(YOUNG_MAN, item, true))).isEqualTo(points);
      assertThat(score(with(YOUNG_MAN, item, false))).isZero();
    }

    @Test
    void countsFemaleSex() {
      assertThat(score(with(YOUNG_MAN, "sex", "female"))).isEqualTo(1);
    }

    @Test
    void goesUpToNine() {
      FeatureVector all =
          with(
              YOUNG_MAN,
              "age",
              80,
              "sex",
              "female",
              "heart-failure",
              true,
              "hypertension",
              true,
              "diabetes",
              true,
              "stroke-or-thromboembolism",
              true,
              "vascular-disease",
              true);
      Prediction prediction = predicted(all);
      assertThat(prediction.score()).hasValue(9);
      assertThat(prediction.estimate().annualRate()).hasValue(0.122);
      assertThat(prediction.probability()).isEmpty();
      assertThat(prediction.assumed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64,0.002,low", "70,0.006,intermediate", "76,0.022,high"})
    void hasRateAndLevel(double age, double rate, String level) {
      Prediction prediction = predicted(with(YOUNG_MAN, "age", age));
      assertThat(prediction.estimate().annualRate()).hasValue(rate);
      assertThat(prediction.level().orElseThrow().code()).isEqualTo(level);
    }

    @Test
    void isForPeopleWithAtrialFibrillationOnly() {
      assertThat(
              Shipped.refused(
                  "cha2ds2-vasc",
                  "thromboembolism-1y",
                  with(YOUNG_MAN, "atrial-fibrillation", false)))
          .singleElement()
          .isInstanceOf(RefusalReason.Excluded.class);
      assertThat(
              Shipped.refused(
                  "cha2ds2-vasc", "thromboembolism-1y", inputs("age", 70, "sex", "male")))
          .containsExactly(new RefusalReason.Missing("atrial-fibrillation"));
    }

    @Test
    void saysWhatItAssumed() {
      assertThat(predicted(YOUNG_MAN).assumed())
          .containsExactly(
              "heart-failure",
              "hypertension",
              "diabetes",
              "stroke-or-thromboembolism",
              "vascular-disease");
    }

    private static double score(FeatureVector person) {
      return predicted(person).score().orElseThrow();
    }

    private static Prediction predicted(FeatureVector person) {
      return Shipped.predicted("cha2ds2-vasc", "thromboembolism-1y", person);
    }
  }

  /** Pisters 2010, Tables 3 and 5. */
  @Nested
  class HasBled {

    private static final FeatureVector HEALTHY =
        inputs("atrial-fibrillation", true, "age", 65, "systolic-blood-pressure", 160);

    @ParameterizedTest
    @CsvSource({
      "abnormal-renal-function",
      "abnormal-liver-function",
      "stroke",
      "bleeding-history",
      "labile-inr",
      "antiplatelet-or-nsaid",
      "alcohol-excess"
    })
    void countsEachItemOnce(String item) {
      assertThat(score(HEALTHY)).isZero();
      assertThat(score(with(HEALTHY, item, true))).isEqualTo(1);
    }

    @Test
    void countsPressureAbove160AndAgeAbove65() {
      assertThat(score(with(HEALTHY, "systolic-blood-pressure", 161))).isEqualTo(1);
      assertThat(score(with(HEALTHY, "age", 66))).isEqualTo(1);
    }

    @Test
    void hasRatesUpToFivePointsOnly() {
      FeatureVector person =
          with(HEALTHY, "age", 80, "stroke", true, "labile-inr", true, "alcohol-excess", true);
      assertThat(rate(HEALTHY)).hasValue(0.0113);
      assertThat(rate(with(person, "alcohol-excess", false))).hasValue(0.0374);
      assertThat(rate(person)).hasValue(0.087);
      assertThat(rate(with(person, "bleeding-history", true))).hasValue(0.125);
      assertThat(rate(with(person, "bleeding-history", true, "antiplatelet-or-nsaid", true)))
          .isEmpty();
    }

    @Test
    void isHighFromThreeOn() {
      FeatureVector two = with(HEALTHY, "age", 80, "stroke", true);
      assertThat(level(HEALTHY)).isEqualTo("low");
      assertThat(level(two)).isEqualTo("moderate");
      assertThat(level(with(two, "labile-inr", true))).isEqualTo("high");
    }

    private static OptionalDouble rate(FeatureVector person) {
      return Shipped.predicted("has-bled", "major-bleeding-1y", person).estimate().annualRate();
    }

    private static String level(FeatureVector person) {
      return Shipped.level("has-bled", "major-bleeding-1y", person);
    }

    private static double score(FeatureVector person) {
      return Shipped.score("has-bled", "major-bleeding-1y", person);
    }
  }
}
