package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContributionsTest {

  private static final FeatureVector REFERENCE =
      inputs(
          "age",
          55,
          "sex",
          "male",
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
          false);

  @Test
  void areAllZeroForTheReferenceItself() {
    Attribution attribution = attribution(REFERENCE);
    assertThat(attribution.contributions()).allMatch(it -> it.value() == 0);
    assertThat(attribution.predictor()).isEqualTo(attribution.base());
    assertThat(attribution.scale()).isEqualTo(Scale.LOG_HAZARD);
  }

  @Test
  void areOfTheOneInputThatDiffers() {
    Map<String, Double> shares = shares(with(REFERENCE, "diabetes", true));
    assertThat(shares.get("diabetes")).isCloseTo(0.658, within(1e-12));
    assertThat(shares)
        .allSatisfy(
            (input, share) -> assertThat(share == 0).isNotEqualTo(input.equals("diabetes")));
  }

  /**
   * Of 7.837 s - 1.795 s ln a, with s from 0 to 1 and a from 55 to 65, and 12.344 ln a and more.
   */
  @Test
  void divideAnInteractionInHalves() {
    FeatureVector smoker = with(REFERENCE, "current-smoker", true);
    FeatureVector older = with(REFERENCE, "age", 65);
    FeatureVector both = with(smoker, "age", 65);
    double alone = shares(smoker).get("current-smoker");
    assertThat(alone).isCloseTo(7.837 - 1.795 * Math.log(55), within(1e-12));
    double interaction = -1.795 * (Math.log(65) - Math.log(55));
    assertThat(shares(both).get("current-smoker"))
        .isCloseTo(alone + interaction / 2, within(1e-12));
    assertThat(shares(both).get("age"))
        .isCloseTo(shares(older).get("age") + interaction / 2, within(1e-12));
  }

  /** A product of three that all go from 0 to 1 is of all three alike. */
  @Test
  void divideAProductOfThreeInThirds() {
    Term term = new Term(6, List.of(plain("a"), plain("b"), plain("c")));
    Map<String, Double> shares = new LinkedHashMap<>();
    new TermShares(
            InputSource.of(inputs("a", 1, "b", 1, "c", 1)),
            InputSource.of(inputs("a", 0, "b", 0, "c", 0)))
        .add(term, shares);
    assertThat(shares).hasSize(3).allSatisfy((input, share) -> assertThat(share).isEqualTo(2));
  }

  /** Orders of a, b, c with a b c from 1 1 1 to 2 3 5: by hand from the six orders. */
  @Test
  void areTheAverageOverAllOrders() {
    Term term = new Term(1, List.of(plain("a"), plain("b"), plain("c")));
    Map<String, Double> shares = new LinkedHashMap<>();
    new TermShares(
            InputSource.of(inputs("a", 2, "b", 3, "c", 5)),
            InputSource.of(inputs("a", 1, "b", 1, "c", 1)))
        .add(term, shares);
    assertThat(shares.get("a")).isCloseTo((1 + 1 + 3 + 5 + 15 + 15) / 6.0, within(1e-12));
    assertThat(shares.get("b")).isCloseTo((2 + 2 + 4 + 10 + 20 + 20) / 6.0, within(1e-12));
    assertThat(shares.get("c")).isCloseTo((4 + 4 + 8 + 12 + 24 + 24) / 6.0, within(1e-12));
    assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(29, within(1e-12));
  }

  @Test
  void ofTheDifferenceOfTwoInputsAreOfBoth() {
    FeatureVector person =
        with(
            new People(Shipped.model("prevent-2023").card()).person(1),
            "sex",
            "female",
            "age",
            55,
            "statin",
            false,
            "total-cholesterol",
            4.8 / 0.02586 + 10,
            "hdl-cholesterol",
            1.3 / 0.02586);
    Attribution attribution = Shipped.predicted("prevent-2023", "cvd-10y", person).attribution();
    assertThat(named(attribution).get("total-cholesterol"))
        .isCloseTo(0.0305239 * 0.2586, within(1e-12));
    assertThat(named(attribution).get("hdl-cholesterol")).isCloseTo(0, within(1e-12));
  }

  @Test
  void ofScoresArePointsOfTheItem() {
    FeatureVector person =
        inputs(
            "atrial-fibrillation",
            true,
            "age",
            76,
            "sex",
            "female",
            "diabetes",
            true,
            "heart-failure",
            false);
    Attribution attribution =
        Shipped.predicted("cha2ds2-vasc", "thromboembolism-1y", person).attribution();
    assertThat(attribution.scale()).isEqualTo(Scale.POINTS);
    assertThat(attribution.base()).isZero();
    assertThat(named(attribution))
        .containsEntry("age", 2.0)
        .containsEntry("sex", 1.0)
        .containsEntry("diabetes", 1.0)
        .containsEntry("heart-failure", 0.0);
  }

  @Test
  void ofWhatChoosesTheStratumAreZero() {
    assertThat(shares(with(REFERENCE, "sex", "female", "race", "black", "age", 70)))
        .containsEntry("sex", 0.0)
        .containsEntry("race", 0.0);
  }

  private static Factor plain(String input) {
    return new Factor(input, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  private static Attribution attribution(FeatureVector person) {
    return Shipped.predicted("pce-2013", "ascvd-10y", person).attribution();
  }

  private static Map<String, Double> shares(FeatureVector person) {
    return named(attribution(person));
  }

  private static Map<String, Double> named(Attribution attribution) {
    return attribution.contributions().stream()
        .collect(Collectors.toMap(Contribution::input, Contribution::value));
  }
}
