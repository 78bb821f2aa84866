package org.andiron.risk.learning.algorithm;

import java.util.List;
import java.util.Map;

/** One tree. Hyperparameter: its depth. */
final class DecisionTree extends Trees {

  /** Of the weight of a leaf, which is a quarter of its rows at most. */
  private static final double SMALLEST_LEAF = 5;

  DecisionTree() {
    super("decision-tree", "decision tree");
  }

  @Override
  public List<Hyperparameters> grid() {
    return depths(2, 3, 4, 5);
  }

  @Override
  int rounds(Hyperparameters hyperparameters) {
    return 1;
  }

  @Override
  Map<String, Object> parameters(Hyperparameters hyperparameters, int columns) {
    return Map.of("eta", 1.0, "min_child_weight", SMALLEST_LEAF);
  }
}
