package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of the Finnish Diabetes Association. */
class FindriscTest {

  private static final FeatureVector NOTHING =
      inputs(
          "age",
          44,
          "sex",
          "male",
          "bmi",
          24.9,
          "waist-circumference",
          93.9,
          "daily-physical-activity",
          true,
          "daily-vegetables-or-fruit",
          true,
          "antihypertensive-medication-ever",
          false,
          "high-glucose-ever",
          false,
          "family-history-of-diabetes",
          "none",
          "diabetes",
          false);

  @ParameterizedTest
  @CsvSource({"44,0", "45,2", "54,2", "55,3", "64,3", "65,4", "90,4"})
  void countsAge(double age, double points) {
    assertThat(score(with(NOTHING, "age", age))).isEqualTo(points);
  }

  @ParameterizedTest
  @CsvSource({"24.99,0", "25,1", "30,1", "30.1,3"})
  void countsBodyMassIndex(double index, double points) {
    assertThat(score(with(NOTHING, "bmi", index))).isEqualTo(points);
  }

  @ParameterizedTest
  @CsvSource({
    "male,93.9,0",
    "male,94,3",
    "male,102,3",
    "male,102.1,4",
    "female,79.9,0",
    "female,80,3",
    "female,88,3",
    "female,88.1,4"
  })
  void countsWaistBySex(String sex, double waist, double points) {
    assertThat(score(with(NOTHING, "sex", sex, "waist-circumference", waist))).isEqualTo(points);
  }

  @ParameterizedTest
  @CsvSource({
    "daily-physical-activity,false,2",
    "daily-vegetables-or-fruit,false,1",
    "antihypertensive-medication-ever,true,2",
    "high-glucose-ever,true,5"
  })
  void countsAnswers(String question, boolean answer, double points) {
    assertThat(score(with(NOTHING, question, answer))).isEqualTo(points);
  }

  @ParameterizedTest
  @CsvSource({"none,0", "second-degree,3", "first-degree,5"})
  void countsFamily(String family, double points) {
    assertThat(score(with(NOTHING, "family-history-of-diabetes", family))).isEqualTo(points);
  }

  @ParameterizedTest
  @CsvSource({
    "none,false,44,0,0.01,low",
    "first-degree,false,44,5,0.01,low",
    "first-degree,false,45,7,0.04,slightly-elevated",
    "first-degree,true,45,12,0.17,moderate",
    "first-degree,true,65,14,0.17,moderate"
  })
  void hasProbabilityAndLevel(
      String family, boolean glucose, double age, double score, double probability, String level) {
    Prediction prediction =
        predicted(
            with(
                NOTHING,
                "family-history-of-diabetes",
                family,
                "high-glucose-ever",
                glucose,
                "age",
                age));
    assertThat(prediction.score()).hasValue(score);
    assertThat(prediction.probability()).hasValue(probability);
    assertThat(prediction.level().orElseThrow().code()).isEqualTo(level);
  }

  @Test
  void goesUpTo26() {
    FeatureVector twenty =
        with(
            NOTHING,
            "family-history-of-diabetes",
            "first-degree",
            "high-glucose-ever",
            true,
            "age",
            70,
            "waist-circumference",
            110,
            "antihypertensive-medication-ever",
            true);
    assertThat(score(twenty)).isEqualTo(20);
    assertThat(predicted(twenty).probability()).hasValue(0.33);
    FeatureVector all =
        with(
            twenty,
            "bmi",
            35,
            "daily-physical-activity",
            false,
            "daily-vegetables-or-fruit",
            false);
    assertThat(score(all)).isEqualTo(26);
    assertThat(predicted(all).probability()).hasValue(0.5);
    assertThat(predicted(all).level().orElseThrow().code()).isEqualTo("very-high");
  }

  private static double score(FeatureVector person) {
    return predicted(person).score().orElseThrow();
  }

  private static Prediction predicted(FeatureVector person) {
    return Shipped.predicted("findrisc", "type-2-diabetes-10y", person);
  }
}
