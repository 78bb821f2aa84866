package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tangri 2016: computed apart from the printed formula. */
class KidneyFailureTest {

  private static final FeatureVector MAN =
      inputs(
          "age",
          55,
          "sex",
          "male",
          "egfr",
          45,
          "urine-albumin-creatinine-ratio",
          120,
          "region",
          "north-america",
          "kidney-replacement-therapy",
          false);

  private static final FeatureVector WOMAN =
      inputs(
          "age",
          72,
          "sex",
          "female",
          "egfr",
          28,
          "urine-albumin-creatinine-ratio",
          800,
          "region",
          "north-america",
          "kidney-replacement-therapy",
          false);

  @ParameterizedTest
  @CsvSource({
    "kidney-failure-2y,north-america,0.012470734327208355,0.09997874424449882",
    "kidney-failure-5y,north-america,0.03842136773014582,0.2802605464095681",
    "kidney-failure-2y,other,0.008362746529991694,0.06806446388244125",
    "kidney-failure-5y,other,0.03199542475510697,0.2388755085552693"
  })
  void givesAllDigits(String outcome, String region, double man, double woman) {
    assertThat(risk(outcome, with(MAN, "region", region))).isCloseTo(man, within(1e-12));
    assertThat(risk(outcome, with(WOMAN, "region", region))).isCloseTo(woman, within(1e-12));
  }

  /** Exponent 0: the published baseline survivals themselves, but for the sex that is no number. */
  @Test
  void hasThePublishedBaselineAtTheMeans() {
    FeatureVector average =
        with(WOMAN, "age", 70.36, "egfr", 36.11, "urine-albumin-creatinine-ratio", Math.exp(5.137));
    double exponent = -0.2467 * 0.5642;
    assertThat(risk("kidney-failure-5y", average))
        .isCloseTo(1 - Math.pow(0.9240, Math.exp(exponent)), within(1e-12));
  }

  @Test
  void isNotMadeForKidneysThatFilter60OrMore() {
    assertThat(Shipped.refused("kfre-4", "kidney-failure-2y", with(MAN, "egfr", 60)))
        .singleElement()
        .isInstanceOf(RefusalReason.OutOfRange.class);
    assertThat(risk("kidney-failure-2y", with(MAN, "egfr", 59.9))).isPositive();
  }

  @Test
  void isNotMadeForPeopleOnDialysis() {
    assertThat(
            Shipped.refused(
                "kfre-4", "kidney-failure-2y", with(MAN, "kidney-replacement-therapy", true)))
        .singleElement()
        .isInstanceOf(RefusalReason.Excluded.class);
  }

  @Test
  void hasTheThresholdsOfKdigo() {
    assertThat(Shipped.level("kfre-4", "kidney-failure-5y", with(MAN, "egfr", 59)))
        .isEqualTo("low");
    assertThat(Shipped.level("kfre-4", "kidney-failure-5y", MAN)).isEqualTo("consider-referral");
    assertThat(Shipped.level("kfre-4", "kidney-failure-5y", WOMAN)).isEqualTo("referral");
    assertThat(Shipped.level("kfre-4", "kidney-failure-2y", WOMAN)).isEqualTo("low");
    assertThat(Shipped.level("kfre-4", "kidney-failure-2y", with(WOMAN, "egfr", 12)))
        .isEqualTo("prepare-replacement-therapy");
  }

  private static double risk(String outcome, FeatureVector person) {
    return Shipped.probability("kfre-4", outcome, person);
  }
}
