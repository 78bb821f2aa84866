package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Khan 2023: the worked example, and the figures as a second source has them. */
class PreventTest {

  private static final String MODEL = "prevent-2023";

  /** Table S25 of the supplement. */
  private static final FeatureVector WOMAN =
      inputs(
          "age",
          50,
          "sex",
          "female",
          "systolic-blood-pressure",
          160,
          "antihypertensive-medication",
          true,
          "total-cholesterol",
          200,
          "hdl-cholesterol",
          45,
          "statin",
          false,
          "diabetes",
          true,
          "current-smoker",
          false,
          "egfr",
          90,
          "bmi",
          35,
          "cardiovascular-disease",
          false);

  @ParameterizedTest
  @CsvSource({
    "cvd-10y,0.147",
    "ascvd-10y,0.092",
    "heart-failure-10y,0.081",
    "cvd-30y,0.530",
    "ascvd-30y,0.354",
    "heart-failure-30y,0.390"
  })
  void givesThePublishedExample(String outcome, double risk) {
    assertThat(risk(outcome, WOMAN)).isCloseTo(risk, within(0.0005));
  }

  @ParameterizedTest
  @CsvSource({
    "cvd-10y,0.14683939095644824,0.22992497010522542",
    "ascvd-10y,0.09195089753632865,0.14680099304948357",
    "heart-failure-10y,0.08056096777914262,0.17353925044954985",
    "cvd-30y,0.5298503870635785,0.596551526519403",
    "ascvd-30y,0.35425519886904105,0.42447658941104577",
    "heart-failure-30y,0.3896022671106631,0.5149337694663382"
  })
  void givesAllDigits(String outcome, double woman, double man) {
    assertThat(risk(outcome, WOMAN)).isCloseTo(woman, within(1e-12));
    assertThat(risk(outcome, with(WOMAN, "sex", "male", "current-smoker", true, "statin", true)))
        .isCloseTo(man, within(1e-12));
  }

  @Test
  void predictsThirtyYearsUpTo59Only() {
    FeatureVector older = with(WOMAN, "age", 60);
    assertThat(Shipped.refused(MODEL, "cvd-30y", older))
        .containsExactly(
            new RefusalReason.OutOfRange(
                "age",
                60,
                Shipped.model(MODEL).card().outcome("cvd-30y").orElseThrow().limits().get("age")));
    assertThat(risk("cvd-10y", older)).isPositive();
    assertThat(risk("cvd-30y", with(WOMAN, "age", 59))).isPositive();
  }

  @Test
  void needsBodyMassIndexForHeartFailureOnly() {
    FeatureVector without = inputs();
    for (Map.Entry<String, FeatureValue> value : WOMAN.values().entrySet()) {
      if (!value.getKey().equals("bmi")) {
        without = without.with(value.getKey(), value.getValue());
      }
    }
    assertThat(risk("cvd-10y", without)).isEqualTo(risk("cvd-10y", WOMAN));
    assertThat(Shipped.refused(MODEL, "heart-failure-10y", without))
        .containsExactly(new RefusalReason.Missing("bmi"));
  }

  @Test
  void refusesAllOutcomesOfWhomItIsNotMadeForWhicheverInputTells() {
    FeatureVector heavy = with(WOMAN, "bmi", 40);
    assertThat(Shipped.model(MODEL).predict(heavy)).allMatch(Refusal.class::isInstance);
  }

  @Test
  void hasThePublishedConstantAsBase() {
    Attribution attribution = Shipped.predicted(MODEL, "cvd-10y", WOMAN).attribution();
    assertThat(attribution.base()).isCloseTo(-3.307728, within(1e-12));
    assertThat(attribution.scale()).isEqualTo(Scale.LOG_ODDS);
  }

  /**
   * The equations typed from the Stata module prevent (Linden 2024), in its order of terms; what is
   * shipped was typed from another source.
   */
  @Nested
  class AgreesWithASecondSource {

    private static final Map<String, double[]> VESSELS =
        Map.of(
            "cvd-10y female",
            new double[] {
              0.7939329,
              0,
              0.0305239,
              -0.1606857,
              -0.2394003,
              0.3600781,
              0.8667604,
              0.5360739,
              0.6045917,
              0.0433769,
              0.3151672,
              -0.1477655,
              -0.0663612,
              0.1197879,
              -0.0819715,
              0.0306769,
              -0.0946348,
              -0.27057,
              -0.078715,
              -0.1637806,
              -3.307728
            },
            "cvd-10y male",
            new double[] {
              0.7688528,
              0,
              0.0736174,
              -0.0954431,
              -0.4347345,
              0.3362658,
              0.7692857,
              0.4386871,
              0.5378979,
              0.0164827,
              0.288879,
              -0.1337349,
              -0.0475924,
              0.150273,
              -0.0517874,
              0.0191169,
              -0.1049477,
              -0.2251948,
              -0.0895067,
              -0.1543702,
              -3.031168
            },
            "ascvd-10y female",
            new double[] {
              0.719883,
              0,
              0.1176967,
              -0.151185,
              -0.0835358,
              0.3592852,
              0.8348585,
              0.4831078,
              0.4864619,
              0.0397779,
              0.2265309,
              -0.0592374,
              -0.0395762,
              0.0844423,
              -0.0567839,
              0.0325692,
              -0.1035985,
              -0.2417542,
              -0.0791142,
              -0.1671492,
              -3.819975
            },
            "ascvd-10y male",
            new double[] {
              0.7099847,
              0,
              0.1658663,
              -0.1144285,
              -0.2837212,
              0.3239977,
              0.7189597,
              0.3956973,
              0.3690075,
              0.0203619,
              0.2036522,
              -0.0865581,
              -0.0322916,
              0.114563,
              -0.0300005,
              0.0232747,
              -0.0927024,
              -0.2018525,
              -0.0970527,
              -0.1217081,
              -3.500655
            },
            "cvd-30y female",
            new double[] {
              0.5503079,
              -0.0928369,
              0.0409794,
              -0.1663306,
              -0.1628654,
              0.3299505,
              0.6793894,
              0.3196112,
              0.1857101,
              0.0553528,
              0.2894,
              -0.075688,
              -0.056367,
              0.1071019,
              -0.0751438,
              0.0301786,
              -0.0998776,
              -0.3206166,
              -0.1607862,
              -0.1450788,
              -1.318827
            },
            "cvd-30y male",
            new double[] {
              0.4627309, -0.0984281, 0.0836088, -0.1029824, -0.2140352, 0.2904325, 0.5331276,
              0.2141914, 0.1155556, 0.0603775, 0.232714, -0.0272112, -0.0384488, 0.134192,
              -0.0511759, 0.0165865, -0.1101437, -0.2585943, -0.1566406, -0.1166776, -1.148204
            },
            "ascvd-30y female",
            new double[] {
              0.4669202, -0.0893118, 0.1256901, -0.1542255, -0.0018093, 0.322949, 0.6296707,
              0.268292, 0.100106, 0.0499663, 0.1875292, 0.0152476, -0.0276123, 0.0736147,
              -0.0521962, 0.0316918, -0.1046101, -0.2727793, -0.1530907, -0.1299149, -1.974074
            },
            "ascvd-30y male",
            new double[] {
              0.3994099, -0.0937484, 0.1744643, -0.120203, -0.0665117, 0.2753037, 0.4790257,
              0.1782635, -0.0218789, 0.0602553, 0.1421182, 0.0135996, -0.0218265, 0.1013148,
              -0.0312619, 0.020673, -0.0920935, -0.2159947, -0.1548811, -0.0712547, -1.736444
            });

    private static final Map<String, double[]> HEART_FAILURE =
        Map.of(
            "heart-failure-10y female",
            new double[] {
              0.8998235,
              0,
              -0.4559771,
              0.3576505,
              1.038346,
              0.583916,
              -0.0072294,
              0.2997706,
              0.7451638,
              0.0557087,
              0.3534442,
              -0.0981511,
              -0.0946663,
              -0.3581041,
              -0.1159453,
              -0.003878,
              -0.1884289,
              -4.310409
            },
            "heart-failure-10y male",
            new double[] {
              0.8972642,
              0,
              -0.6811466,
              0.3634461,
              0.923776,
              0.5023736,
              -0.0485841,
              0.3726929,
              0.6926917,
              0.0251827,
              0.2980922,
              -0.0497731,
              -0.1289201,
              -0.3040924,
              -0.1401688,
              0.0068126,
              -0.1797778,
              -3.946391
            },
            "heart-failure-30y female",
            new double[] {
              0.6254374, -0.0983038, -0.3919241, 0.3142295, 0.8330787, 0.3438651, 0.0594874,
              0.2525536, 0.2981642, 0.0667159, 0.333921, -0.0893177, -0.0974299, -0.404855,
              -0.1982991, -0.0035619, -0.1564215, -2.205379
            },
            "heart-failure-30y male",
            new double[] {
              0.5681541,
              -0.1048388,
              -0.4761564,
              0.30324,
              0.6840338,
              0.2656273,
              0.0833107,
              0.26999,
              0.2541805,
              0.0638923,
              0.2583631,
              -0.0391938,
              -0.1269124,
              -0.3273572,
              -0.2043019,
              -0.0182831,
              -0.1342618,
              -1.95751
            });

    @ParameterizedTest
    @CsvSource({"cvd-10y", "ascvd-10y", "cvd-30y", "ascvd-30y"})
    void onVessels(String outcome) {
      People people = new People(Shipped.model(MODEL).card());
      for (long seed = 0; seed < 400; seed++) {
        FeatureVector person = people.person(seed);
        double[] k = VESSELS.get(outcome + " " + sex(person));
        double age = (number(person, "age") - 55) / 10;
        double nonHdl =
            (number(person, "total-cholesterol") - number(person, "hdl-cholesterol")) * 0.02586
                - 3.5;
        double hdl = (number(person, "hdl-cholesterol") * 0.02586 - 1.3) / 0.3;
        double low = (Math.min(number(person, "systolic-blood-pressure"), 110) - 110) / 20;
        double high = (Math.max(number(person, "systolic-blood-pressure"), 110) - 130) / 20;
        double kidney = (Math.min(number(person, "egfr"), 60) - 60) / -15;
        double[] terms = {
          age,
          age * age,
          nonHdl,
          hdl,
          low,
          high,
          number(person, "diabetes"),
          number(person, "current-smoker"),
          kidney,
          (Math.max(number(person, "egfr"), 60) - 90) / -15,
          number(person, "antihypertensive-medication"),
          number(person, "statin"),
          high * number(person, "antihypertensive-medication"),
          nonHdl * number(person, "statin"),
          age * nonHdl,
          age * hdl,
          age * high,
          age * number(person, "diabetes"),
          age * number(person, "current-smoker"),
          age * kidney,
          1
        };
        assertThat(logit(outcome, person)).isCloseTo(sum(k, terms), within(1e-10));
      }
    }

    @ParameterizedTest
    @CsvSource({"heart-failure-10y", "heart-failure-30y"})
    void onHeartFailure(String outcome) {
      People people = new People(Shipped.model(MODEL).card());
      for (long seed = 0; seed < 400; seed++) {
        FeatureVector person = people.person(seed);
        double[] k = HEART_FAILURE.get(outcome + " " + sex(person));
        double age = (number(person, "age") - 55) / 10;
        double high = (Math.max(number(person, "systolic-blood-pressure"), 110) - 130) / 20;
        double heavy = (Math.max(number(person, "bmi"), 30) - 30) / 5;
        double kidney = (Math.min(number(person, "egfr"), 60) - 60) / -15;
        double[] terms = {
          age,
          age * age,
          (Math.min(number(person, "systolic-blood-pressure"), 110) - 110) / 20,
          high,
          number(person, "diabetes"),
          number(person, "current-smoker"),
          (Math.min(number(person, "bmi"), 30) - 25) / 5,
          heavy,
          kidney,
          (Math.max(number(person, "egfr"), 60) - 90) / -15,
          number(person, "antihypertensive-medication"),
          high * number(person, "antihypertensive-medication"),
          age * high,
          age * number(person, "diabetes"),
          age * number(person, "current-smoker"),
          age * heavy,
          age * kidney,
          1
        };
        assertThat(logit(outcome, person)).isCloseTo(sum(k, terms), within(1e-10));
      }
    }

    private static double sum(double[] coefficients, double[] terms) {
      assertThat(terms).hasSameSizeAs(coefficients);
      double sum = 0;
      for (int i = 0; i < terms.length; i++) {
        sum += coefficients[i] * terms[i];
      }
      return sum;
    }

    private static String sex(FeatureVector person) {
      return ((Category) person.get("sex").orElseThrow()).code();
    }

    private static double number(FeatureVector person, String input) {
      FeatureValue value = person.get(input).orElseThrow();
      return value instanceof Truth truth ? truth.value() ? 1 : 0 : ((Quantity) value).value();
    }

    private static double logit(String outcome, FeatureVector person) {
      return Shipped.predicted(MODEL, outcome, person).attribution().predictor();
    }
  }

  private static double risk(String outcome, FeatureVector person) {
    return Shipped.probability(MODEL, outcome, person);
  }
}
