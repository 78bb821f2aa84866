package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.andiron.risk.evaluation.PermutedLabels.Finding;
import org.junit.jupiter.api.Test;

class PermutedLabelsTest {

  private static final int ROWS = 4000;
  private static final int FEATURES = 40;

  /** Features that have nothing to do with anything. */
  private final double[][] features = features();

  private final boolean[] outcomes = Simulated.of(ROWS, 0, 1, 0, 2).outcomes();

  private static double[][] features() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] features = new double[ROWS][FEATURES];
    for (double[] row : features) {
      Arrays.setAll(row, it -> random.nextDouble() - 0.5);
    }
    return features;
  }

  /** Weights each feature with its covariance with the outcome in some rows. */
  private Predictions trained(boolean[] labels, int from, int before) {
    double[] weights = new double[FEATURES];
    for (int row = from; row < before; row++) {
      for (int k = 0; k < FEATURES; k++) {
        weights[k] += features[row][k] * (labels[row] ? 1 : 0);
      }
    }
    double[] predicted = new double[ROWS / 2];
    for (int row = 0; row < ROWS / 2; row++) {
      double sum = 0;
      for (int k = 0; k < FEATURES; k++) {
        sum += weights[k] * features[row][k];
      }
      predicted[row] = 1 / (1 + Math.exp(-sum / 100));
    }
    return Predictions.of(predicted, Arrays.copyOf(labels, ROWS / 2));
  }

  @Test
  void honestPipelineIsAtChance() {
    PermutedLabels honest =
        PermutedLabels.of(it -> trained(it, ROWS / 2, ROWS), outcomes, 20, 0.02, 5);
    assertThat(honest.finding()).isEqualTo(Finding.CHANCE);
    assertThat(honest.aurocs()).hasSize(20);
  }

  @Test
  void pipelineThatTrainsOnWhatItHoldsOutIsFoundOut() {
    PermutedLabels leaking = PermutedLabels.of(it -> trained(it, 0, ROWS), outcomes, 20, 0.02, 5);
    assertThat(leaking.finding()).isEqualTo(Finding.LEAK);
    assertThat(leaking.mean()).isGreaterThan(0.55);
  }

  @Test
  void labelsAreTheSameInAnotherOrder() {
    long events = count(outcomes);
    PermutedLabels.of(
        it -> {
          assertThat(count(it)).isEqualTo(events);
          assertThat(it).isNotEqualTo(outcomes);
          return trained(it, ROWS / 2, ROWS);
        },
        outcomes,
        3,
        0.02,
        1);
  }

  private static long count(boolean[] values) {
    long count = 0;
    for (boolean value : values) {
      count += value ? 1 : 0;
    }
    return count;
  }

  @Test
  void sameSeedGivesTheSameRuns() {
    PermutedLabels first =
        PermutedLabels.of(it -> trained(it, ROWS / 2, ROWS), outcomes, 3, 0.02, 5);
    assertThat(PermutedLabels.of(it -> trained(it, ROWS / 2, ROWS), outcomes, 3, 0.02, 5))
        .isEqualTo(first);
    assertThat(PermutedLabels.of(it -> trained(it, ROWS / 2, ROWS), outcomes, 3, 0.02, 6))
        .isNotEqualTo(first);
  }

  @Test
  void fewRowsProveNothing() {
    boolean[] few = {true, true, true, false, false, false, false, false};
    PermutedLabels result =
        PermutedLabels.of(
            it -> Predictions.of(new double[] {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2}, it),
            few,
            1,
            0.02,
            3);
    assertThat(result.mean()).isNotEqualTo(0.5);
    assertThat(result.finding()).isEqualTo(Finding.TOO_FEW);
    // sqrt(9 / (12 * 3 * 5))
    assertThat(result.standardError()).isEqualTo(0.22360679774997896);
  }

  @Test
  void outsideOfToleranceWithCertaintyIsALeakInBothDirections() {
    assertThat(new PermutedLabels(List.of(), 0.53, 0.009, 0.02).finding()).isEqualTo(Finding.LEAK);
    assertThat(new PermutedLabels(List.of(), 0.47, 0.009, 0.02).finding()).isEqualTo(Finding.LEAK);
    assertThat(new PermutedLabels(List.of(), 0.53, 0.011, 0.02).finding())
        .isEqualTo(Finding.TOO_FEW);
    assertThat(new PermutedLabels(List.of(), 0.51, 0.001, 0.02).finding())
        .isEqualTo(Finding.CHANCE);
  }

  @Test
  void withinTheToleranceIsNoChanceWhereALeakWouldBeMissed() {
    assertThat(new PermutedLabels(List.of(), 0.51, 0.02, 0.02).finding()).isEqualTo(Finding.CHANCE);
    assertThat(new PermutedLabels(List.of(), 0.51, 0.021, 0.02).finding())
        .isEqualTo(Finding.TOO_FEW);
  }

  @Test
  void thereAreAsManyRunsAsTellALeakFromChanceButNoMore() {
    // 1001 / (12 * 100 * 900) / 0.01^2 = 9.27
    assertThat(PermutedLabels.runs(of(1000, 100), 0.02, 3, 20)).isEqualTo(10);
    assertThat(PermutedLabels.runs(of(100_000, 20_000), 0.02, 3, 20)).isEqualTo(3);
    assertThat(PermutedLabels.runs(of(197, 10), 0.02, 3, 20)).isEqualTo(20);
    assertThat(PermutedLabels.runs(of(197, 0), 0.02, 3, 20)).isEqualTo(20);
    assertThat(PermutedLabels.runs(of(197, 10), 0.02, 30, 20)).isEqualTo(30);
  }

  private static boolean[] of(int rows, int events) {
    boolean[] outcomes = new boolean[rows];
    Arrays.fill(outcomes, 0, events, true);
    return outcomes;
  }

  @Test
  void refusesNoRunsAndOneSidedHoldOuts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PermutedLabels.of(it -> trained(it, 0, ROWS), outcomes, 0, 0.02, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PermutedLabels.of(
                    it -> Predictions.of(new double[] {0.5}, new boolean[] {true}),
                    outcomes,
                    1,
                    0.02,
                    1));
  }
}
