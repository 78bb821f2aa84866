package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goff 2013, Table A, and the four-decimal digits of its supplement. */
class PooledCohortEquationsTest {

  private static final String MODEL = "pce-2013";
  private static final String OUTCOME = "ascvd-10y";

  private static final FeatureVector EXAMPLE =
      inputs(
          "age",
          55,
          "sex",
          "female",
          "race",
          "white",
          "total-cholesterol",
          213,
          "hdl-cholesterol",
          50,
          "systolic-blood-pressure",
          120,
          "antihypertensive-medication",
          false,
          "diabetes",
          false,
          "current-smoker",
          false,
          "cardiovascular-disease",
          false);

  /** The sums are printed with two decimals, and for white men the risk is of the printed sum. */
  @ParameterizedTest
  @CsvSource({
    "female,white,-29.67,-29.18,2.1",
    "female,black,86.16,86.61,3.0",
    "male,white,60.69,61.18,5.3",
    "male,black,18.97,19.54,6.1"
  })
  void givesThePublishedExamples(String sex, String race, double sum, double mean, double percent) {
    FeatureVector person = with(EXAMPLE, "sex", sex, "race", race);
    double predictor = Shipped.predicted(MODEL, OUTCOME, person).attribution().predictor();
    assertThat(predictor + mean).isCloseTo(sum, within(0.012));
    assertThat(100 * risk(person)).isCloseTo(percent, within(0.085));
  }

  @ParameterizedTest
  @CsvSource({
    "female,white,0.02052229820249485",
    "female,black,0.030263293443192563",
    "male,white,0.05384421997908706",
    "male,black,0.06073437294492523"
  })
  void givesAllDigitsThatTheFormulaHas(String sex, String race, double risk) {
    assertThat(risk(with(EXAMPLE, "sex", sex, "race", race))).isCloseTo(risk, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "female,white,0.44109064831544176",
    "female,black,0.6146596459838466",
    "male,white,0.5815595776070347",
    "male,black,0.6331889729903663"
  })
  void givesAllDigitsOfAnOlderTreatedSmokerWithDiabetes(String sex, String race, double risk) {
    FeatureVector person =
        with(
            EXAMPLE,
            "sex",
            sex,
            "race",
            race,
            "age",
            67,
            "total-cholesterol",
            245,
            "hdl-cholesterol",
            38,
            "systolic-blood-pressure",
            152,
            "antihypertensive-medication",
            true,
            "diabetes",
            true,
            "current-smoker",
            true);
    assertThat(risk(person)).isCloseTo(risk, within(1e-12));
  }

  @Test
  void takesTheEquationsForWhitePeopleForOthers() {
    assertThat(risk(with(EXAMPLE, "race", "other"))).isEqualTo(risk(EXAMPLE));
  }

  /** The figures of the supplement, as public implementations carry them. */
  private record Digits(
      double survival,
      double mean,
      double age,
      double ageSquared,
      double cholesterol,
      double ageCholesterol,
      double hdl,
      double ageHdl,
      double treated,
      double ageTreated,
      double untreated,
      double ageUntreated,
      double smoker,
      double ageSmoker,
      double diabetes) {

    double risk(double years, double tc, double hdlC, double sbp, int rx, int smokes, int dm) {
      double ln = Math.log(years);
      double pressure = Math.log(sbp);
      double sum =
          age * ln
              + ageSquared * ln * ln
              + cholesterol * Math.log(tc)
              + ageCholesterol * ln * Math.log(tc)
              + hdl * Math.log(hdlC)
              + ageHdl * ln * Math.log(hdlC)
              + rx * (treated * pressure + ageTreated * ln * pressure)
              + (1 - rx) * (untreated * pressure + ageUntreated * ln * pressure)
              + smokes * (smoker + ageSmoker * ln)
              + dm * diabetes;
      return 1 - Math.pow(survival, Math.exp(sum - mean));
    }
  }

  private static final Digits WHITE_WOMEN =
      new Digits(
          0.96652, -29.1817, -29.799, 4.884, 13.54, -3.114, -13.578, 3.149, 2.019, 0, 1.957, 0,
          7.574, -1.665, 0.661);
  private static final Digits BLACK_WOMEN =
      new Digits(
          0.95334, 86.6081, 17.1141, 0, 0.9396, 0, -18.9196, 4.4748, 29.2907, -6.4321, 27.8197,
          -6.0873, 0.6908, 0, 0.8738);
  private static final Digits WHITE_MEN =
      new Digits(
          0.91436, 61.1816, 12.344, 0, 11.853, -2.664, -7.99, 1.769, 1.797, 0, 1.764, 0, 7.837,
          -1.795, 0.658);
  private static final Digits BLACK_MEN =
      new Digits(
          0.89536, 19.5425, 2.469, 0, 0.302, 0, -0.307, 0, 1.916, 0, 1.809, 0, 0.549, 0, 0.645);

  @ParameterizedTest
  @CsvSource({"female,white", "female,black", "male,white", "male,black"})
  void agreesWithTheDigitsOfTheSupplement(String sex, String race) {
    boolean white = race.equals("white");
    Digits digits =
        sex.equals("female") ? white ? WHITE_WOMEN : BLACK_WOMEN : white ? WHITE_MEN : BLACK_MEN;
    for (double age : new double[] {40, 55, 66, 79}) {
      for (double cholesterol : new double[] {130, 213, 320}) {
        for (double pressure : new double[] {90, 120, 160, 200}) {
          for (int yes = 0; yes < 8; yes++) {
            int treated = yes & 1;
            int smokes = yes >> 1 & 1;
            int diabetes = yes >> 2 & 1;
            double expected =
                digits.risk(age, cholesterol, 50, pressure, treated, smokes, diabetes);
            double actual =
                risk(
                    with(
                        EXAMPLE,
                        "sex",
                        sex,
                        "race",
                        race,
                        "age",
                        age,
                        "total-cholesterol",
                        cholesterol,
                        "systolic-blood-pressure",
                        pressure,
                        "antihypertensive-medication",
                        treated == 1,
                        "current-smoker",
                        smokes == 1,
                        "diabetes",
                        diabetes == 1));
            // What rounding of the printed coefficients to three decimals can do.
            assertThat(actual).isCloseTo(expected, within(0.012 * expected));
          }
        }
      }
    }
  }

  @Test
  void hasItsLevelFromTheGuideline() {
    assertThat(Shipped.level(MODEL, OUTCOME, EXAMPLE)).isEqualTo("low");
    assertThat(Shipped.level(MODEL, OUTCOME, with(EXAMPLE, "sex", "male"))).isEqualTo("borderline");
    assertThat(Shipped.level(MODEL, OUTCOME, with(EXAMPLE, "sex", "male", "current-smoker", true)))
        .isEqualTo("intermediate");
    assertThat(
            Shipped.level(
                MODEL,
                OUTCOME,
                with(EXAMPLE, "sex", "male", "current-smoker", true, "diabetes", true, "age", 70)))
        .isEqualTo("high");
  }

  private static double risk(FeatureVector person) {
    return Shipped.probability(MODEL, OUTCOME, person);
  }
}
