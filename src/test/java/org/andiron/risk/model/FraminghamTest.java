package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** D'Agostino 2008: the two worked examples, and others computed apart from the formula. */
class FraminghamTest {

  private static final FeatureVector WOMAN =
      inputs(
          "age",
          61,
          "sex",
          "female",
          "total-cholesterol",
          180,
          "hdl-cholesterol",
          47,
          "systolic-blood-pressure",
          124,
          "antihypertensive-medication",
          false,
          "current-smoker",
          true,
          "diabetes",
          false,
          "cardiovascular-disease",
          false);

  private static final FeatureVector MAN =
      inputs(
          "age",
          53,
          "sex",
          "male",
          "total-cholesterol",
          161,
          "hdl-cholesterol",
          55,
          "systolic-blood-pressure",
          125,
          "antihypertensive-medication",
          true,
          "current-smoker",
          false,
          "diabetes",
          true,
          "cardiovascular-disease",
          false);

  @Test
  void givesThePublishedExampleOfAWoman() {
    assertThat(100 * risk(WOMAN)).isCloseTo(10.48, within(0.005));
  }

  @Test
  void givesThePublishedExampleOfAMan() {
    assertThat(100 * risk(MAN)).isCloseTo(15.62, within(0.005));
  }

  @Test
  void givesAllDigits() {
    assertThat(risk(WOMAN)).isCloseTo(0.10484180203720028, within(1e-12));
    assertThat(risk(MAN)).isCloseTo(0.15622654200203556, within(1e-12));
    assertThat(risk(with(WOMAN, "antihypertensive-medication", true, "diabetes", true, "age", 70)))
        .isCloseTo(0.33567865714132905, within(1e-12));
    assertThat(risk(with(MAN, "current-smoker", true, "systolic-blood-pressure", 150)))
        .isCloseTo(0.3753633272135224, within(1e-12));
  }

  @Test
  void hasTheLevelsOfTheCanadianGuideline() {
    assertThat(level(with(WOMAN, "current-smoker", false))).isEqualTo("low");
    assertThat(level(WOMAN)).isEqualTo("intermediate");
    assertThat(level(with(MAN, "current-smoker", true))).isEqualTo("high");
  }

  private static String level(FeatureVector person) {
    return Shipped.level("framingham-2008", "cvd-10y", person);
  }

  private static double risk(FeatureVector person) {
    return Shipped.probability("framingham-2008", "cvd-10y", person);
  }
}
