package org.andiron.risk.learning.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelScorerTest {

  @Test
  void scoresByTheDistanceToSupportVectors() {
    Scorer scorer =
        KernelScorer.artefact(0.5, 0.1, new double[] {2, -1}, new double[][] {{0, 0}, {1, 2}})
            .open(new double[] {0, 0});
    double expected = 0.1 + 2 * Math.exp(-0.5 * 1) - Math.exp(-0.5 * 4);
    assertThat(scorer.score(new double[] {1, 0})).isCloseTo(expected, within(1e-14));
  }

  /** By the definition: over all sets of the other inputs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 9})
  void contributionsAreShapleyValues(int inputs) {
    Random random = new Random(inputs);
    int columns = inputs + 1;
    int[] inputOfColumn = new int[columns];
    for (int i = 0; i < columns; i++) {
      // The last input has two columns.
      inputOfColumn[i] = Math.min(i, inputs - 1);
    }
    double[] weights = random.doubles(7, -2, 2).toArray();
    double[][] vectors = new double[7][];
    for (int v = 0; v < vectors.length; v++) {
      vectors[v] = random.doubles(columns, -2, 2).toArray();
    }
    double[] background = random.doubles(columns, -1, 1).toArray();
    double[] row = random.doubles(columns, -2, 2).toArray();
    ExplainingScorer scorer =
        (ExplainingScorer) KernelScorer.artefact(0.3, -0.4, weights, vectors).open(background);

    double[] contributions = scorer.contributions(row, inputOfColumn, inputs);

    double sum = 0;
    for (int input = 0; input < inputs; input++) {
      double expected = shapley(scorer, row, background, inputOfColumn, inputs, input);
      assertThat(contributions[input]).isCloseTo(expected, within(1e-12));
      sum += contributions[input];
    }
    assertThat(sum).isCloseTo(scorer.score(row) - scorer.base(), within(1e-12));
  }

  private static double shapley(
      Scorer scorer, double[] row, double[] background, int[] of, int inputs, int input) {
    double value = 0;
    for (int set = 0; set < 1 << inputs; set++) {
      if ((set & 1 << input) == 0) {
        int size = Integer.bitCount(set);
        double weight = factorial(size) * factorial(inputs - size - 1) / factorial(inputs);
        value +=
            weight
                * (scorer.score(mixed(row, background, of, set | 1 << input))
                    - scorer.score(mixed(row, background, of, set)));
      }
    }
    return value;
  }

  private static double[] mixed(double[] row, double[] background, int[] of, int set) {
    double[] mixed = background.clone();
    for (int i = 0; i < row.length; i++) {
      if ((set & 1 << of[i]) != 0) {
        mixed[i] = row[i];
      }
    }
    return mixed;
  }

  private static double factorial(int number) {
    double product = 1;
    for (int i = 2; i <= number; i++) {
      product *= i;
    }
    return product;
  }

  @Test
  void whatIsNoFileOfVectorsIsRefused() {
    for (String json :
        new String[] {
          "{\"gamma\": 0, \"intercept\": 0, \"weights\": [1], \"vectors\": [[1]]}",
          "{\"gamma\": 1, \"intercept\": 0, \"weights\": [1, 2], \"vectors\": [[1]]}",
          "{\"gamma\": 1, \"intercept\": 0, \"weights\": [1, 2], \"vectors\": [[1], [1, 2]]}",
          "{\"gamma\": 1, \"intercept\": 0, \"weights\": [1], \"vectors\": [null]}",
          "{\"gamma\": 1, \"intercept\": 0, \"weights\": [1]}"
        }) {
      assertThatIllegalArgumentException()
          .as(json)
          .isThrownBy(
              () ->
                  ScorerFormat.KERNEL.open(
                      json.getBytes(StandardCharsets.UTF_8), new double[] {0}));
    }
  }
}
