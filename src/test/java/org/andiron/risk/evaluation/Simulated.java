package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Made-up patients whose true risk is known. */
final class Simulated {

  private final double[] probabilities;
  private final boolean[] outcomes;

  Simulated(double[] probabilities, boolean[] outcomes) {
    this.probabilities = probabilities;
    this.outcomes = outcomes;
  }

  /**
   * Risks spread over log-odds around -1; outcomes as the model says, if the slope is 1 and the
   * shift 0.
   *
   * @param shift true log-odds less predicted ones
   * @param slope true log-odds over predicted ones
   * @param step to which predictions are rounded; 0 for none
   */
  static Simulated of(int rows, double shift, double slope, double step, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] probabilities = new double[rows];
    boolean[] outcomes = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      double logit =
          -1 + 2.4 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
      double probability = 1 / (1 + Math.exp(-logit));
      outcomes[i] = random.nextDouble() < 1 / (1 + Math.exp(-shift - slope * logit));
      probabilities[i] = step == 0 ? probability : Math.round(probability / step) * step;
    }
    return new Simulated(probabilities, outcomes);
  }

  double[] probabilities() {
    return probabilities;
  }

  boolean[] outcomes() {
    return outcomes;
  }

  Predictions predictions() {
    return Predictions.of(probabilities, outcomes);
  }

  /** Names of patients with some rows each, one after the other. */
  List<String> patients(int rowsEach) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      names.add("patient-" + i / rowsEach);
    }
    return names;
  }

  /** Values dealt to the rows by chance. */
  List<@Nullable String> values(long seed, @Nullable String... values) {
    SplittableRandom random = new SplittableRandom(seed);
    List<@Nullable String> dealt = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      dealt.add(values[random.nextInt(values.length)]);
    }
    return dealt;
  }
}
