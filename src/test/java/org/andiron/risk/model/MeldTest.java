package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kim 2021: computed apart from the printed formula. */
class MeldTest {

  private static final FeatureVector MILD =
      inputs(
          "age", 50,
          "sex", "male",
          "chronic-liver-disease", true,
          "bilirubin", 1,
          "inr", 1,
          "creatinine", 1,
          "dialysis", false,
          "sodium", 137,
          "albumin", 3.5);

  @Test
  void beginsAtSix() {
    assertThat(score(MILD)).isEqualTo(6);
    assertThat(score(with(MILD, "sex", "female"))).isEqualTo(7);
    assertThat(unrounded(with(MILD, "sex", "female"))).isCloseTo(7.33, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "female,4.2,1.8,1.4,131,2.6,26.92957544510812,27",
    "male,4.2,1.8,1.4,131,2.6,25.599575445108123,26",
    "female,2.0,1.3,0.8,135,3.1,14.92293166069407,15",
    "male,12.5,2.4,2.2,128,2.1,36.75314680609148,37",
    "female,28,3.1,3.4,124,1.9,45.03435288509096,40"
  })
  void givesAllDigits(
      String sex,
      double bilirubin,
      double inr,
      double creatinine,
      double sodium,
      double albumin,
      double unrounded,
      double score) {
    FeatureVector person =
        with(
            MILD,
            "sex",
            sex,
            "bilirubin",
            bilirubin,
            "inr",
            inr,
            "creatinine",
            creatinine,
            "sodium",
            sodium,
            "albumin",
            albumin);
    assertThat(unrounded(person)).isCloseTo(unrounded, within(1e-12));
    assertThat(score(person)).isEqualTo(score);
  }

  @ParameterizedTest
  @CsvSource({
    "bilirubin,0.2,1",
    "inr,0.8,1",
    "creatinine,0.4,1",
    "creatinine,7,3",
    "sodium,150,137",
    "sodium,110,125",
    "albumin,5,3.5",
    "albumin,0.9,1.5"
  })
  void cutsOffWhatIsBeyondTheLimits(String input, double beyond, double limit) {
    FeatureVector ill = with(MILD, "bilirubin", 3, "creatinine", 2, "sodium", 130, "albumin", 2.5);
    assertThat(unrounded(with(ill, input, beyond))).isEqualTo(unrounded(with(ill, input, limit)));
  }

  @Test
  void countsDialysisAsCreatinineOfThree() {
    assertThat(unrounded(with(MILD, "dialysis", true)))
        .isEqualTo(unrounded(with(MILD, "creatinine", 3)))
        .isCloseTo(6 + 11.14 * Math.log(3), within(1e-12));
  }

  @Test
  void endsAtForty() {
    FeatureVector worst =
        with(
            MILD,
            "sex",
            "female",
            "bilirubin",
            40,
            "inr",
            8,
            "creatinine",
            5,
            "sodium",
            120,
            "albumin",
            1);
    assertThat(unrounded(worst)).isGreaterThan(41);
    assertThat(score(worst)).isEqualTo(40);
  }

  private static double score(FeatureVector person) {
    return Shipped.score("meld-3", "death-90d", person);
  }

  private static double unrounded(FeatureVector person) {
    return Shipped.predicted("meld-3", "death-90d", person).attribution().predictor();
  }
}
