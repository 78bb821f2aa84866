package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inker 2021. */
class CkdEpiTest {

  /** The first as the calculator of the National Kidney Foundation rounds it. */
  @ParameterizedTest
  @CsvSource({"male,55,1.2,71", "male,50,1.1,82"})
  void givesExamplesOfOthers(String sex, double age, double creatinine, double rounded) {
    assertThat((double) Math.round(egfr(sex, age, creatinine))).isEqualTo(rounded);
  }

  @ParameterizedTest
  @CsvSource({
    "female,50,0.6,109.28301133784741",
    "female,50,0.7,105.29760114914401",
    "female,72,1.4,39.97240836375437",
    "male,35,0.8,118.35896001672118",
    "male,55,1.2,71.4177959219211",
    "male,80,3.1,19.57332989373235"
  })
  void givesAllDigits(String sex, double age, double creatinine, double egfr) {
    assertThat(egfr(sex, age, creatinine)).isCloseTo(egfr, within(1e-10));
  }

  @Test
  void isNoRisk() {
    assertThat(Shipped.model("ckd-epi-2021").card().predictsRisk()).isFalse();
    Prediction prediction = predicted("male", 50, 1);
    assertThat(prediction.probability()).isEmpty();
    assertThat(prediction.score()).isEmpty();
    assertThat(prediction.attribution().scale()).isEqualTo(Scale.LOG_QUANTITY);
  }

  private static double egfr(String sex, double age, double creatinine) {
    return predicted(sex, age, creatinine).estimate().quantity().orElseThrow();
  }

  private static Prediction predicted(String sex, double age, double creatinine) {
    return Shipped.predicted(
        "ckd-epi-2021", "egfr", inputs("sex", sex, "age", age, "creatinine", creatinine));
  }
}
