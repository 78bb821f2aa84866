package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionExplanationTest {

  private final PredictionExplanation explained = explained("pce-2013");

  @ParameterizedTest
  @ValueSource(doubles = {2e-6, -2e-6, 1, Double.NaN, Double.POSITIVE_INFINITY})
  void isNoneWhoseContributionsDoNotAddUp(double more) {
    List<Influence> influences = moved(more);
    assertThatThrownBy(() -> with(influences))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contributions to ascvd-10y of pce-2013 differ by");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 5e-7, -5e-7})
  void mayHaveContributionsThatAreRounded(double more) {
    assertThat(with(moved(more)).sum()).isCloseTo(explained.sum(), within(1e-6));
  }

  @Test
  void ordersContributionsBySizeThenName() {
    assertThat(explained.influences())
        .extracting(it -> it.actual().input().name())
        .containsExactly(
            "age",
            "current-smoker",
            "systolic-blood-pressure",
            "antihypertensive-medication",
            "hdl-cholesterol",
            "total-cholesterol",
            "diabetes");
    assertThat(explained("has-bled").influences())
        .extracting(it -> it.actual().input().name())
        .startsWith("age", "alcohol-excess", "labile-inr", "systolic-blood-pressure")
        .endsWith("antiplatelet-or-nsaid", "bleeding-history", "stroke");
  }

  @Test
  void ordersWhateverItIsGiven() {
    List<Influence> turned = new ArrayList<>(explained.influences());
    Collections.reverse(turned);
    assertThat(with(turned)).isEqualTo(explained);
  }

  @Test
  void hasSharesOfOneWhole() {
    assertThat(explained.influences().stream().mapToDouble(Influence::share).sum())
        .isCloseTo(1, within(1e-12));
    assertThat(explained.influences().get(0).share()).isCloseTo(0.708 / 1.929, within(5e-4));
  }

  @Test
  void tellsDirections() {
    assertThat(explained.influences().get(0).direction()).isEqualTo(Direction.RAISES);
    assertThat(explained.influences().get(6).direction()).isEqualTo(Direction.NONE);
    assertThat(explained("ckd-epi-2021").influences().get(0).direction())
        .isEqualTo(Direction.LOWERS);
  }

  @Test
  void keepsWhatOnlyChoosesTheEquationApart() {
    assertThat(explained.strata())
        .extracting(it -> it.input().name())
        .containsExactly("sex", "race");
    assertThat(explained("meld-3").strata()).isEmpty();
  }

  @Test
  void namesWhatWasAssumed() {
    assertThat(explained.assumed())
        .extracting(it -> it.input().name())
        .containsExactly("diabetes", "cardiovascular-disease");
    assertThat(explained.influences().get(6).assumed()).isTrue();
    assertThat(explained.influences().get(0).assumed()).isFalse();
  }

  private List<Influence> moved(double more) {
    List<Influence> influences = new ArrayList<>(explained.influences());
    Influence first = influences.get(0);
    influences.set(
        0,
        new Influence(
            first.actual(),
            first.assumed(),
            first.reference(),
            first.contribution() + more,
            first.share()));
    return influences;
  }

  private PredictionExplanation with(List<Influence> influences) {
    return new PredictionExplanation(
        explained.card(),
        explained.outcome(),
        explained.prediction(),
        influences,
        explained.strata(),
        explained.assumed(),
        explained.reference(),
        explained.published(),
        explained.counterfactuals(),
        explained.together());
  }

  private static PredictionExplanation explained(String name) {
    return (PredictionExplanation) Objects.requireNonNull(Case.ALL.get(name)).explanation();
  }
}
