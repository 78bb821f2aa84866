package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.refused;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.RefusalReason.Excluded;
import org.andiron.risk.model.RefusalReason.Missing;
import org.andiron.risk.model.RefusalReason.OutOfRange;
import org.andiron.risk.model.RefusalReason.UnknownCategory;
import org.andiron.risk.model.RefusalReason.WrongKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  private static final String PCE = "pce-2013";
  private static final String ASCVD = "ascvd-10y";

  private static final FeatureVector PERSON =
      inputs(
          "age", 55,
          "sex", "female",
          "race", "white",
          "total-cholesterol", 213,
          "hdl-cholesterol", 50,
          "systolic-blood-pressure", 120,
          "current-smoker", false);

  @Test
  void namesAllThatIsMissing() {
    assertThat(refused(PCE, ASCVD, inputs("age", 55, "race", "white")))
        .containsExactly(
            new Missing("sex"),
            new Missing("total-cholesterol"),
            new Missing("hdl-cholesterol"),
            new Missing("systolic-blood-pressure"),
            new Missing("current-smoker"));
  }

  @Test
  void assumesWhatTheCardAssumesAndSaysSo() {
    Prediction assumed = Shipped.predicted(PCE, ASCVD, PERSON);
    FeatureVector said =
        with(
            PERSON,
            "antihypertensive-medication",
            false,
            "diabetes",
            false,
            "cardiovascular-disease",
            false);
    assertThat(assumed.assumed())
        .containsExactly("antihypertensive-medication", "diabetes", "cardiovascular-disease");
    assertThat(Shipped.predicted(PCE, ASCVD, said).assumed()).isEmpty();
    assertThat(assumed.probability()).isEqualTo(Shipped.predicted(PCE, ASCVD, said).probability());
  }

  @ParameterizedTest
  @CsvSource({
    "pce-2013,ascvd-10y,age,40,79.99,39.99,80",
    "pce-2013,ascvd-10y,total-cholesterol,130,320,129.99,320.01",
    "pce-2013,ascvd-10y,hdl-cholesterol,20,100,19.99,100.01",
    "pce-2013,ascvd-10y,systolic-blood-pressure,90,200,89.99,200.01",
    "prevent-2023,cvd-10y,age,30,79.99,29.99,80",
    "prevent-2023,cvd-30y,age,30,59.99,29.99,60",
    "prevent-2023,cvd-10y,total-cholesterol,130,320,129.99,320.01",
    "prevent-2023,cvd-10y,hdl-cholesterol,20,100,19.99,100.01",
    "prevent-2023,cvd-10y,systolic-blood-pressure,90,200,89.99,200.01",
    "prevent-2023,cvd-10y,egfr,15,140,14.99,140.01",
    "prevent-2023,heart-failure-10y,bmi,18.5,39.99,18.49,40",
    "framingham-2008,cvd-10y,age,30,74.99,29.99,75",
    "kfre-4,kidney-failure-2y,egfr,0.01,59.99,0,60",
    "kfre-4,kidney-failure-2y,age,18,100,17.99,130",
    "news2,deterioration-24h,age,16,100,15.99,130",
    "meld-3,death-90d,age,18,100,17.99,130",
    "qsofa,poor-outcome-of-infection,age,18,100,17.99,130",
    "findrisc,type-2-diabetes-10y,age,18,100,17.99,130"
  })
  void holdsTheEndsOfTheRanges(
      String model,
      String outcome,
      String input,
      double least,
      double largest,
      double tooSmall,
      double tooLarge) {
    FeatureVector person = new People(Shipped.model(model).card()).person(1);
    for (double inside : new double[] {least, largest}) {
      assertThat(Shipped.model(model).predict(outcome, with(person, input, inside)))
          .isInstanceOf(Prediction.class);
    }
    for (double outside : new double[] {tooSmall, tooLarge}) {
      assertThat(refused(model, outcome, with(person, input, outside)))
          .singleElement()
          .isInstanceOfSatisfying(
              OutOfRange.class,
              reason -> {
                assertThat(reason.input()).isEqualTo(input);
                assertThat(reason.value()).isEqualTo(outside);
                assertThat(reason.limit().contains(outside)).isFalse();
              });
    }
  }

  @Test
  void namesAllReasonsAtOnce() {
    FeatureVector person =
        with(
            PERSON,
            "age",
            39,
            "sex",
            "unknown",
            "diabetes",
            1,
            "cardiovascular-disease",
            true,
            "total-cholesterol",
            500);
    assertThat(refused(PCE, ASCVD, person))
        .hasSize(5)
        .hasAtLeastOneElementOfType(UnknownCategory.class)
        .hasAtLeastOneElementOfType(Excluded.class)
        .contains(new WrongKind("diabetes", InputKind.TRUTH, InputKind.QUANTITY));
  }

  @Test
  void refusesWhoHasHadTheDisease() {
    assertThat(refused(PCE, ASCVD, with(PERSON, "cardiovascular-disease", true)))
        .singleElement()
        .isInstanceOfSatisfying(
            Excluded.class,
            reason -> {
              assertThat(reason.input()).isEqualTo("cardiovascular-disease");
              assertThat(reason.value()).isEqualTo(new Truth(true));
              assertThat(reason.because().zh()).isNotBlank();
            });
  }

  @Test
  void doesNotLookAtWhatItDoesNotDeclare() {
    assertThat(Shipped.predicted(PCE, ASCVD, with(PERSON, "shoe-size", -1)))
        .isEqualTo(Shipped.predicted(PCE, ASCVD, PERSON));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void noQuantityIsWithoutEnd(double number) {
    assertThatThrownBy(() -> new Quantity(number)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void negativeZeroIsZero() {
    assertThat(new Quantity(-0.0)).isEqualTo(new Quantity(0.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e308, -1e308, Double.MIN_VALUE})
  void refusesWhatGivesNoNumber(double number) {
    ModelCard card = TestCards.withoutLimits();
    LinearEquation logarithm =
        new LinearEquation(
            Link.LOGISTIC,
            inputs("x", 1),
            Map.of(
                "y",
                List.of(
                    new Stratum(
                        Condition.ALWAYS,
                        0,
                        OptionalDouble.empty(),
                        List.of(
                            new Term(
                                1e10,
                                List.of(
                                    new Factor(
                                        "x",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(
                                            new Transform(
                                                Transform.Kind.DIVIDE,
                                                OptionalDouble.of(0)))))))))),
            Map.of());
    OutcomeResult result = new RiskModel(card, logarithm).predict("y", inputs("x", number));
    assertThat(result).isEqualTo(new Refusal("y", List.of(new RefusalReason.NotComputable("y"))));
  }

  @Test
  void hasNoAnswerForOutcomesThatItDoesNotHave() {
    assertThatThrownBy(() -> Shipped.model(PCE).predict("rain", PERSON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsWhatAnOutcomeNeeds() {
    RiskModel model = Shipped.model("prevent-2023");
    assertThat(model.needed("heart-failure-10y"))
        .extracting(ModelInput::name)
        .contains("bmi", "cardiovascular-disease")
        .doesNotContain("total-cholesterol", "statin");
    assertThat(model.needed("cvd-10y"))
        .extracting(ModelInput::name)
        .contains("total-cholesterol", "cardiovascular-disease")
        .doesNotContain("bmi");
    assertThatThrownBy(() -> model.needed("rain")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isNotPutTogetherWithOutcomesOrInputsThatTheCardDoesNotHave() {
    ModelCard card = TestCards.withoutLimits();
    assertThatThrownBy(() -> new RiskModel(card, new Constant(Set.of("z"), Set.of("x"))))
        .hasMessageContaining("outcomes");
    assertThatThrownBy(() -> new RiskModel(card, new Constant(Set.of("y"), Set.of("w"))))
        .hasMessageContaining("w is no input");
  }

  private record Constant(Set<String> outcomes, Set<String> used) implements Predictor {
    @Override
    public Set<String> inputs(String outcome) {
      return used;
    }

    @Override
    public Estimate estimate(String outcome, FeatureVector inputs) {
      throw new AssertionError("is not asked");
    }
  }

  @Test
  void isNotUsedAfterItsLastDay() {
    ModelCard card = TestCards.expiring(LocalDate.of(2030, 6, 30));
    assertThat(card.obstacle(LocalDate.of(2030, 6, 30))).isEmpty();
    assertThat(card.obstacle(LocalDate.of(2030, 7, 1)))
        .contains(new RefusalReason.Expired(LocalDate.of(2030, 6, 30)));
  }

  @Test
  void isNotUsedIfNobodyHasEvaluatedIt() {
    assertThat(TestCards.notEvaluated().obstacle(LocalDate.of(2030, 1, 1)))
        .contains(new RefusalReason.NotEvaluated());
  }
}
