package org.andiron.risk.training;

/** How a model is learned. */
public enum LearningAlgorithm {
  LINEAR_REGRESSION(false, true),
  LOGISTIC_REGRESSION_L1(true, false),
  LOGISTIC_REGRESSION_L2(true, false),
  /** Calibrated by Platt's method. */
  SVM_LINEAR(true, false),
  /** Calibrated by Platt's method. */
  SVM_RBF(true, false),
  DECISION_TREE(true, true),
  RANDOM_FOREST(true, true),
  GRADIENT_BOOSTING(true, true);

  private final boolean ofEvents;
  private final boolean ofQuantities;

  LearningAlgorithm(boolean ofEvents, boolean ofQuantities) {
    this.ofEvents = ofEvents;
    this.ofQuantities = ofQuantities;
  }

  /** Whether it learns such outcomes. */
  public boolean learns(TrainingOutcome outcome) {
    return outcome.isEvent() ? ofEvents : ofQuantities;
  }
}
