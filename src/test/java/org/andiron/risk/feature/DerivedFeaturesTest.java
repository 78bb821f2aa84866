package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.bloodPressure;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.feature;
import static org.andiron.risk.feature.Given.man;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.order;
import static org.andiron.risk.feature.Given.patient;
import static org.andiron.risk.feature.Given.procedure;
import static org.andiron.risk.feature.Given.version;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.Shipped;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features that are functions of others. */
class DerivedFeaturesTest {

  private static final String YESTERDAY = "2026-02-28T08:00:00Z";

  private static double number(ExtractedFeature feature) {
    return ((Quantity) feature.found().orElseThrow()).value();
  }

  @Nested
  class Egfr {

    /** By hand from the equation of Inker et al. 2021. */
    @ParameterizedTest
    @CsvSource({
      // creatinine, age, sex, 142 min(S/k,1)^a max(S/k,1)^-1.2 0.9938^age [1.012]
      "0.7, 50, female, 105.29760",
      "0.9, 50, male, 104.04901",
      "1.4, 50, female, 45.83344",
      "1.8, 50, male, 45.28996",
      "0.35, 40, female, 132.42707"
    })
    void isThatOfTheEquation(double creatinine, double age, String sex, double expected) {
      Optional<FeatureValue> egfr =
          new EgfrCkdEpi2021()
              .derive(
                  List.of(
                      Optional.of(new Quantity(creatinine)),
                      Optional.of(new Quantity(age)),
                      Optional.of(new Category(sex))),
                  Map.of());
      assertThat(((Quantity) egfr.orElseThrow()).value()).isCloseTo(expected, within(1e-5));
    }

    /** The shipped model has the same equation as data. */
    @ParameterizedTest
    @CsvSource({
      "0.7, 50, female",
      "0.6, 33.5, female",
      "4.1, 87, female",
      "0.9, 50, male",
      "1.31, 64, male",
      "0.4, 18, male"
    })
    void isThatOfTheModel(double creatinine, double age, String sex) {
      Optional<FeatureValue> egfr =
          new EgfrCkdEpi2021()
              .derive(
                  List.of(
                      Optional.of(new Quantity(creatinine)),
                      Optional.of(new Quantity(age)),
                      Optional.of(new Category(sex))),
                  Map.of());
      Prediction model =
          (Prediction)
              Shipped.model("ckd-epi-2021")
                  .predict(
                      "egfr", Shipped.inputs("creatinine", creatinine, "age", age, "sex", sex));
      double expected = model.estimate().quantity().orElseThrow();
      assertThat(((Quantity) egfr.orElseThrow()).value())
          .isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void isOfAdultsOfKnownSex() {
      Observation creatinine = measured("2160-0", YESTERDAY, "0.9", "mg/dL");
      assertThat(
              feature("egfr", creatinine, patient("2009-01-01", AdministrativeGender.MALE)).found())
          .isEmpty();
      assertThat(
              feature("egfr", creatinine, patient("1971-01-01", AdministrativeGender.OTHER))
                  .missing())
          .isEqualTo(MissingReason.UNUSABLE);
    }

    @Test
    void isComputedRatherThanTakenAsReported() {
      Observation creatinine = measured("2160-0", YESTERDAY, "1.8", "mg/dL");
      Observation reported = measured("98979-8", YESTERDAY, "60", "mL/min/{1.73_m2}");
      ExtractedFeature computed = feature("egfr", man(), creatinine, reported);
      assertThat(number(computed)).isCloseTo(44.18, within(0.01));
      assertThat(computed.basis()).contains(version(creatinine)).doesNotContain(version(reported));
      assertThat(number(feature("egfr", man(), reported))).isEqualTo(60);
    }

    @Test
    void namesTheResourcesOfAllItsInputs() {
      Observation creatinine = measured("2160-0", YESTERDAY, "1.8", "mg/dL");
      assertThat(feature("egfr", man(), creatinine).basis())
          .containsExactly(version(creatinine), version(man()));
    }

    @Test
    void isNotComputedByOlderEquations() {
      assertThat(feature("egfr", measured("33914-3", YESTERDAY, "60", "mL/min/{1.73_m2}")).found())
          .isEmpty();
    }
  }

  @Nested
  class Bmi {

    @Test
    void isThatOfWeightAndHeightInAnyUnit() {
      ExtractedFeature metric =
          feature(
              "body-mass-index",
              measured("29463-7", YESTERDAY, "82.5", "kg"),
              measured("8302-2", "2020-01-01", "172", "cm"));
      assertThat(number(metric)).isCloseTo(27.886695, within(1e-6));
      ExtractedFeature other =
          feature(
              "body-mass-index",
              measured("29463-7", YESTERDAY, "181.881", "[lb_av]"),
              measured("8302-2", "2020-01-01", "67.71654", "[in_i]"));
      assertThat(number(other)).isCloseTo(27.886695, within(1e-4));
    }

    @Test
    void isTakenAsRecordedIfItIs() {
      assertThat(
              number(
                  feature(
                      "body-mass-index",
                      measured("29463-7", YESTERDAY, "82.5", "kg"),
                      measured("8302-2", "2020-01-01", "172", "cm"),
                      measured("39156-5", YESTERDAY, "28.1", "kg/m2"))))
          .isEqualTo(28.1);
    }

    @Test
    void isRejectedIfNobodyHasIt() {
      ExtractedFeature found =
          feature(
              "body-mass-index",
              measured("29463-7", YESTERDAY, "21", "kg"),
              measured("8302-2", "2020-01-01", "200", "cm"));
      assertThat(found.found()).isEmpty();
      assertThat(found.missing()).isEqualTo(MissingReason.UNUSABLE);
    }

    @Test
    void isMissingWithoutHeight() {
      assertThat(feature("body-mass-index", measured("29463-7", YESTERDAY, "82", "kg")).found())
          .isEmpty();
    }
  }

  @Test
  void meanArterialPressureIsAThirdAndTwo() {
    assertThat(number(feature("mean-arterial-pressure", bloodPressure("2026-02-28", "120", "80"))))
        .isCloseTo(93.333333333, within(1e-8));
  }

  @Nested
  class Lace {

    private ExtractedFeature index(Resource... resources) {
      return feature("charlson-index", resources);
    }

    @Test
    void isZeroAndAssumedWithoutARecord() {
      assertThat(number(index())).isZero();
      assertThat(index().assumed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
      "22298006, 1",
      "230690007, 1",
      "399957001, 1",
      "44054006, 1",
      "84114007, 2",
      "13645005, 2",
      "433144002, 2",
      "254837009, 2",
      "52448006, 3",
      "69896004, 3",
      "62479008, 4",
      "19943007, 4",
      "94260004, 6"
    })
    void hasTheWeightsOfThePaper(String disease, double points) {
      assertThat(number(index(condition(SNOMED, disease, "2020-01-01")))).isEqualTo(points);
    }

    @Test
    void countsTheGraverOfTwo() {
      // also type 2 diabetes itself
      assertThat(number(index(condition(SNOMED, "127013003", "2020-01-01")))).isEqualTo(2);
      assertThat(
              number(
                  index(
                      condition(SNOMED, "254837009", "2020-01-01"),
                      condition(SNOMED, "94260004", "2021-01-01"))))
          .isEqualTo(6);
    }

    @Test
    void adds() {
      assertThat(
              number(
                  index(
                      condition(SNOMED, "22298006", "2020-01-01"),
                      condition(SNOMED, "84114007", "2020-01-01"),
                      condition(SNOMED, "44054006", "2020-01-01"))))
          .isEqualTo(4);
    }
  }

  @Nested
  class Kidneys {

    @ParameterizedTest
    @CsvSource({"2.26, false", "2.27, true", "1.0, false"})
    void areAbnormalAboveTwoHundredMicromole(String creatinine, boolean abnormal) {
      assertThat(
              feature("abnormal-renal-function", measured("2160-0", YESTERDAY, creatinine, "mg/dL"))
                  .value())
          .isEqualTo(new Truth(abnormal));
    }

    @Test
    void areAbnormalOnDialysisOrTransplanted() {
      Procedure dialysis = procedure(SNOMED, "302497006", "2026-02-20");
      assertThat(feature("abnormal-renal-function", dialysis).value()).isEqualTo(new Truth(true));
      assertThat(
              feature("abnormal-renal-function", condition(SNOMED, "161665007", "2010-01-01"))
                  .value())
          .isEqualTo(new Truth(true));
      assertThat(feature("abnormal-renal-function").value()).isEqualTo(new Truth(false));
      assertThat(feature("abnormal-renal-function").assumed()).isTrue();
    }

    @Test
    void areNotNormalIfTheCreatinineCannotBeRead() {
      ExtractedFeature found =
          feature("abnormal-renal-function", measured("2160-0", YESTERDAY, "2.9", "kg"));
      assertThat(found.issues()).extracting(FeatureIssue::code).contains(IssueCode.WRONG_DIMENSION);
      assertThat(found.found()).isEmpty();
      assertThat(found.missing()).isEqualTo(MissingReason.UNUSABLE);
    }

    @Test
    void areAbnormalOnDialysisWhateverTheCreatinine() {
      Procedure dialysis = procedure(SNOMED, "302497006", "2026-02-20");
      Observation unreadable = measured("2160-0", YESTERDAY, "2.9", "kg");
      assertThat(feature("abnormal-renal-function", dialysis, unreadable).value())
          .isEqualTo(new Truth(true));
    }
  }

  @Nested
  class Liver {

    private final Observation bilirubin = measured("1975-2", YESTERDAY, "3.0", "mg/dL");
    private final Observation alt = measured("1742-6", YESTERDAY, "130", "U/L");

    @Test
    void isAbnormalWithBoth() {
      assertThat(feature("abnormal-liver-function", bilirubin, alt).value())
          .isEqualTo(new Truth(true));
      assertThat(feature("abnormal-liver-function", bilirubin).value()).isEqualTo(new Truth(false));
      assertThat(
              feature(
                      "abnormal-liver-function",
                      bilirubin,
                      measured("1742-6", YESTERDAY, "119", "[IU]/L"))
                  .value())
          .isEqualTo(new Truth(false));
    }

    @Test
    void isAbnormalWithCirrhosis() {
      assertThat(
              feature("abnormal-liver-function", condition(SNOMED, "19943007", "2020-01-01"))
                  .value())
          .isEqualTo(new Truth(true));
    }
  }

  @Nested
  class LabileInr {

    private final Resource warfarin = order("11289", "2025-01-01");

    private Observation inr(String when, String value) {
      return measured("6301-6", when, value, "{INR}");
    }

    @Test
    void isOfThoseOnWarfarinWithLittleTimeInRange() {
      assertThat(
              feature(
                      "labile-inr",
                      warfarin,
                      inr("2025-12-01", "1.2"),
                      inr("2026-01-01", "4.8"),
                      inr("2026-02-01", "1.4"))
                  .value())
          .isEqualTo(new Truth(true));
      assertThat(
              feature(
                      "labile-inr",
                      warfarin,
                      inr("2025-12-01", "2.2"),
                      inr("2026-01-01", "2.8"),
                      inr("2026-02-01", "2.4"))
                  .value())
          .isEqualTo(new Truth(false));
    }

    @Test
    void isAssumedAbsentOfWhatNobodyMeasured() {
      ExtractedFeature found = feature("labile-inr", warfarin, inr("2026-02-01", "1.4"));
      assertThat(found.value()).isEqualTo(new Truth(false));
      assertThat(found.assumed()).isTrue();
    }

    /** From 1 to 3 half of the line is above 2; from 3 to 5 nothing but the end is in range. */
    @Test
    void countsTheTimeOnTheLineBetweenTwoValues() {
      assertThat(
              number(
                  feature(
                      "time-in-therapeutic-range",
                      inr("2026-01-01", "1"),
                      inr("2026-01-11", "3"),
                      inr("2026-01-31", "5"))))
          .isCloseTo(100 * 5 / 30d, within(1e-9));
    }
  }

  @Nested
  class Oxygen {

    private static final String TODAY = "2026-03-01T08:00:00Z";

    @Test
    void isKnownFromAFlowAConcentrationOrARecord() {
      assertThat(feature("supplemental-oxygen", measured("3151-8", TODAY, "2", "L/min")).value())
          .isEqualTo(new Truth(true));
      assertThat(feature("supplemental-oxygen", measured("3151-8", TODAY, "0", "L/min")).value())
          .isEqualTo(new Truth(false));
      assertThat(feature("supplemental-oxygen", measured("3150-6", TODAY, "21", "%")).value())
          .isEqualTo(new Truth(false));
      assertThat(feature("supplemental-oxygen", measured("3150-6", TODAY, "28", "%")).value())
          .isEqualTo(new Truth(true));
      assertThat(feature("supplemental-oxygen").found()).isEmpty();
    }

    @Test
    void isReadFromComponentsOfTheSaturation() {
      Observation saturation = measured("59408-5", TODAY, "95", "%");
      saturation
          .addComponent()
          .setCode(Given.concept(Given.LOINC, "3151-8"))
          .setValue(Given.quantity("4", "L/min"));
      assertThat(feature("supplemental-oxygen", saturation).value()).isEqualTo(new Truth(true));
      assertThat(number(feature("oxygen-saturation", saturation))).isEqualTo(95);
    }
  }

  @Test
  void dailyActivityIsThirtyMinutesOnEveryDay() {
    Observation days = measured("89555-7", YESTERDAY, "5", "d/wk");
    assertThat(
            feature("physical-activity", days, measured("68516-4", YESTERDAY, "42", "min/d"))
                .value())
        .isEqualTo(new Truth(true));
    assertThat(
            feature("physical-activity", days, measured("68516-4", YESTERDAY, "41", "min/d"))
                .value())
        .isEqualTo(new Truth(false));
    assertThat(feature("physical-activity", days).found()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.15, true", "1.1, false", "8, true"})
  void eightDrinksAWeekAreTooMany(String perDay, boolean excess) {
    assertThat(feature("alcohol", measured("74013-4", YESTERDAY, perDay, "{drinks}/d")).value())
        .isEqualTo(new Truth(excess));
  }

  @Nested
  class Functions {

    private final Optional<FeatureValue> yes = Optional.of(new Truth(true));
    private final Optional<FeatureValue> no = Optional.of(new Truth(false));
    private final Optional<FeatureValue> unknown = Optional.empty();

    @Test
    void anyIsTrueIfOneIsAndFalseIfEnoughAreKnown() {
      AnyOf any = new AnyOf();
      assertThat(any.derive(List.of(yes, unknown), Map.of())).isEqualTo(yes);
      assertThat(any.derive(List.of(no, unknown), Map.of())).isEmpty();
      assertThat(any.derive(List.of(no, no), Map.of())).isEqualTo(no);
      assertThat(any.derive(List.of(no, unknown), Map.of("needed", 1d))).isEqualTo(no);
      assertThat(any.derive(List.of(unknown, unknown), Map.of("needed", 1d))).isEmpty();
    }

    @Test
    void allIsFalseIfOneIsAndTrueIfAllAre() {
      AllOf all = new AllOf();
      assertThat(all.derive(List.of(no, unknown), Map.of())).isEqualTo(no);
      assertThat(all.derive(List.of(yes, unknown), Map.of())).isEmpty();
      assertThat(all.derive(List.of(yes, yes), Map.of())).isEqualTo(yes);
    }

    @Test
    void thresholdsAreNotPassedByReachingThem() {
      Map<String, Double> at = Map.of("threshold", 21d);
      List<Optional<FeatureValue>> reached = List.of(Optional.of(new Quantity(21)));
      assertThat(Threshold.above().derive(reached, at)).isEqualTo(no);
      assertThat(Threshold.below().derive(reached, at)).isEqualTo(no);
    }

    @Test
    void definitionsThatDoNotFitAreRefused() {
      assertThatIllegalArgumentException().isThrownBy(() -> new AnyOf().check(0, Map.of()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AnyOf().check(2, Map.of("needed", 3d)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AnyOf().check(2, Map.of("other", 1d)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AllOf().check(2, Map.of("needed", 1d)));
      assertThatIllegalArgumentException().isThrownBy(() -> Threshold.above().check(1, Map.of()));
      assertThatIllegalArgumentException().isThrownBy(() -> new BodyMassIndex().check(1, Map.of()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DerivedFeatures(List.of(new AnyOf(), new AnyOf())));
    }

    @Test
    void whatIsNoNumberGivesNone() {
      assertThat(
              new BodyMassIndex()
                  .derive(
                      List.of(Optional.of(new Quantity(80)), Optional.of(new Quantity(0))),
                      Map.of()))
          .isEmpty();
    }
  }

  @Test
  void anInputThatIsAssumedMakesTheResultAssumed() {
    assertThat(feature("abnormal-liver-function", woman()).assumed()).isTrue();
  }
}
