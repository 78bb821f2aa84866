package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.andiron.risk.evaluation.PermutedOutcomes.Finding;
import org.junit.jupiter.api.Test;

class PermutedOutcomesTest {

  private static final QuantitySettings SETTINGS = QuantitySettings.usual(1).withResamples(200);
  private static final double[] OUTCOMES =
      new Random(1).doubles(400, 0, 10).map(it -> it * it).toArray();

  private static PermutedOutcomes of(double leaked) {
    double[] noise = new Random(2).doubles(400, 20, 50).toArray();
    return PermutedOutcomes.of(
        dealt -> {
          double[] predicted = new double[dealt.length];
          Arrays.setAll(predicted, i -> leaked * dealt[i] + (1 - leaked) * noise[i]);
          return QuantityPredictions.of(
              predicted, dealt, Arrays.stream(dealt).average().orElseThrow());
        },
        OUTCOMES,
        3,
        SETTINGS,
        5);
  }

  @Test
  void whoKnowsNothingIsNoLeak() {
    PermutedOutcomes found = of(0);
    assertThat(found.explained()).hasSize(3).allMatch(it -> it.value() < 0);
    assertThat(found.finding()).isEqualTo(Finding.CHANCE);
  }

  @Test
  void whoHasSeenTheOutcomesIsOne() {
    assertThat(of(0.4).finding()).isEqualTo(Finding.LEAK);
  }

  @Test
  void someRunsAboveAreUnclear() {
    Estimate.Defined above = new Estimate.Defined(0.05, new Interval(0.01, 0.1));
    Estimate.Defined not = new Estimate.Defined(-0.01, new Interval(-0.03, 0.01));
    assertThat(new PermutedOutcomes(List.of(above, not), 0.02).finding())
        .isEqualTo(Finding.UNCLEAR);
  }

  @Test
  void outcomesAreOnlyDealtAnew() {
    PermutedOutcomes.of(
        dealt -> {
          assertThat(dealt).isNotEqualTo(OUTCOMES).containsExactlyInAnyOrder(OUTCOMES);
          return QuantityPredictions.of(new double[400], dealt, 1);
        },
        OUTCOMES,
        2,
        SETTINGS,
        5);
  }

  @Test
  void outcomesThatAreAllTheSameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PermutedOutcomes.of(
                    dealt -> QuantityPredictions.of(new double[3], dealt, 4),
                    new double[] {4, 4, 4},
                    1,
                    SETTINGS,
                    1));
  }
}
