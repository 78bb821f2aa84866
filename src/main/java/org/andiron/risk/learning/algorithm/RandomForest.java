package org.andiron.risk.learning.algorithm;

import java.util.List;
import java.util.Map;

/**
 * Trees beside each other, each on a part of the rows and, at each node, of the columns.
 * Hyperparameter: their depth.
 *
 * @see <a href="https://xgboost.readthedocs.io/en/stable/tutorials/rf.html">XGBoost, Random
 *     Forests</a>
 */
final class RandomForest extends Trees {

  private static final int TREES = 200;

  /** The part of different rows in a sample with replacement. */
  private static final double ROWS = 0.632;

  RandomForest() {
    super("random-forest", "random forest");
  }

  @Override
  public List<Hyperparameters> grid() {
    return depths(5, 8);
  }

  @Override
  int rounds(Hyperparameters hyperparameters) {
    return 1;
  }

  @Override
  Map<String, Object> parameters(Hyperparameters hyperparameters, int columns) {
    return Map.of(
        "eta",
        1.0,
        "num_parallel_tree",
        TREES,
        "subsample",
        ROWS,
        "colsample_bynode",
        Math.sqrt(columns) / columns);
  }
}
