package org.andiron.risk.learning.algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trees after each other. Hyperparameters: their depth, and how many rounds there are. */
final class GradientBoosting extends Trees {

  private static final String ROUNDS = "rounds";
  private static final double RATE = 0.1;
  private static final double ROWS = 0.8;

  GradientBoosting() {
    super("gradient-boosting", "gradient boosting of trees");
  }

  @Override
  public List<Hyperparameters> grid() {
    List<Hyperparameters> grid = new ArrayList<>();
    for (double depth : new double[] {2, 4}) {
      for (double rounds : new double[] {50, 150}) {
        grid.add(Hyperparameters.of(DEPTH, depth, ROUNDS, rounds));
      }
    }
    return grid;
  }

  @Override
  int rounds(Hyperparameters hyperparameters) {
    return hyperparameters.count(ROUNDS);
  }

  @Override
  Map<String, Object> parameters(Hyperparameters hyperparameters, int columns) {
    return Map.of("eta", RATE, "subsample", ROWS);
  }
}
