package org.andiron.risk.learning;

import static org.andiron.risk.model.Shipped.inputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.andiron.risk.Installed;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.RiskModel;
import org.andiron.risk.model.Shipped;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The two trained models that come along give the numbers that they gave when they came. The same
 * files were computed in Python, by arithmetic of its own on coefficients, trees and Platt's line,
 * which gave the same numbers within 1e-15.
 */
class ShippedDemonstrationsTest {

  private static final String READMISSION = "readmission-30d";
  private static final String CARDIOMETABOLIC = "cardiometabolic-2y";

  private static final FeatureVector ALL_IS_KNOWN =
      inputs(
          "age",
          72,
          "sex",
          "male",
          "length-of-stay",
          6,
          "acute-admission",
          true,
          "admissions-12-months",
          2,
          "emergency-visits-6-months",
          1,
          "procedure-during-stay",
          true,
          "charlson-index",
          3,
          "heart-failure",
          true,
          "diabetes",
          true,
          "comorbidity-pulmonary",
          false,
          "comorbidity-tumour",
          false,
          "hemoglobin",
          11.2,
          "sodium",
          134,
          "creatinine",
          1.9,
          "systolic-blood-pressure",
          142,
          "body-mass-index",
          31.5);

  private static final FeatureVector NOTHING_IS_MEASURED =
      inputs(
          "age",
          34,
          "sex",
          "female",
          "length-of-stay",
          1,
          "admissions-12-months",
          0,
          "emergency-visits-6-months",
          0,
          "procedure-during-stay",
          true,
          "charlson-index",
          0,
          "heart-failure",
          false,
          "diabetes",
          false,
          "comorbidity-pulmonary",
          false,
          "comorbidity-tumour",
          false);

  private static final FeatureVector SOME_IS_MEASURED =
      inputs(
          "age",
          58,
          "sex",
          "female",
          "length-of-stay",
          3,
          "admissions-12-months",
          1,
          "emergency-visits-6-months",
          3,
          "procedure-during-stay",
          false,
          "charlson-index",
          2,
          "heart-failure",
          false,
          "diabetes",
          false,
          "comorbidity-pulmonary",
          true,
          "comorbidity-tumour",
          true,
          "creatinine",
          0.9,
          "systolic-blood-pressure",
          118,
          "body-mass-index",
          24.3);

  private static final FeatureVector MUCH_SPEAKS_FOR_IT =
      inputs(
          "age",
          67,
          "sex",
          "male",
          "length-of-stay",
          0,
          "acute-admission",
          false,
          "admissions-12-months",
          1,
          "emergency-visits-6-months",
          1,
          "procedure-during-stay",
          true,
          "charlson-index",
          2,
          "heart-failure",
          true,
          "diabetes",
          false,
          "comorbidity-pulmonary",
          false,
          "comorbidity-tumour",
          true,
          "sodium",
          140,
          "systolic-blood-pressure",
          124);

  private static final FeatureVector SMOKER_UNDER_TREATMENT =
      inputs(
          "age",
          62,
          "sex",
          "male",
          "systolic-blood-pressure",
          148,
          "diastolic-blood-pressure",
          92,
          "body-mass-index",
          31.2,
          "total-cholesterol",
          228,
          "hdl-cholesterol",
          38,
          "hemoglobin-a1c-2-years",
          6.3,
          "creatinine-2-years",
          1.4,
          "current-smoker",
          true,
          "hypertension",
          true,
          "antihypertensive-treatment-ever",
          true,
          "statin-ever",
          true,
          "washout-outcome-before",
          false);

  private static final FeatureVector YOUNG_AND_UNMEASURED =
      inputs(
          "age",
          35,
          "sex",
          "female",
          "current-smoker",
          false,
          "hypertension",
          false,
          "antihypertensive-treatment-ever",
          false,
          "statin-ever",
          false,
          "washout-outcome-before",
          false);

  private static final FeatureVector UNTREATED_HYPERTENSION =
      inputs(
          "age",
          48,
          "sex",
          "female",
          "systolic-blood-pressure",
          121,
          "diastolic-blood-pressure",
          79,
          "body-mass-index",
          27.9,
          "total-cholesterol",
          176.5,
          "hdl-cholesterol",
          55.2,
          "hypertension",
          true,
          "antihypertensive-treatment-ever",
          false,
          "statin-ever",
          false,
          "washout-outcome-before",
          false);

  static Stream<Arguments> golden() {
    return Stream.of(
        Arguments.of(READMISSION, ALL_IS_KNOWN, 0.035952127641178784),
        Arguments.of(READMISSION, NOTHING_IS_MEASURED, 0.01948079657433329),
        Arguments.of(READMISSION, SOME_IS_MEASURED, 0.0027450361088642745),
        Arguments.of(READMISSION, MUCH_SPEAKS_FOR_IT, 0.6263544893880405),
        Arguments.of(CARDIOMETABOLIC, SMOKER_UNDER_TREATMENT, 0.12235015742640364),
        Arguments.of(CARDIOMETABOLIC, YOUNG_AND_UNMEASURED, 0.007841087253641252),
        Arguments.of(CARDIOMETABOLIC, UNTREATED_HYPERTENSION, 0.025772862776374528));
  }

  @ParameterizedTest
  @MethodSource
  void golden(String id, FeatureVector person, double probability) {
    RiskModel model = Installed.model(id).content().model();
    Prediction prediction = (Prediction) model.predict(model.card().outcomes().get(0).id(), person);
    assertThat(prediction.probability().orElseThrow()).isCloseTo(probability, within(1e-15));
  }

  /** So that a model that comes along later cannot lack its numbers. */
  @ParameterizedTest
  @MethodSource("learned")
  void eachTrainedModelHasThreeOrMore(String id) {
    assertThat(golden().filter(it -> it.get()[0].equals(id)).count()).isGreaterThanOrEqualTo(3);
  }

  static List<String> learned() {
    return Installed.all().all().stream()
        .map(it -> it.content().model().card().id())
        .filter(id -> !Shipped.ids().contains(id))
        .toList();
  }
}
