package org.andiron.risk.training;

/** How a model is learned. */
public enum LearningAlgorithm {
  LINEAR_REGRESSION(false),
  LOGISTIC_REGRESSION_L1(true),
  LOGISTIC_REGRESSION_L2(true),
  /** Calibrated by Platt's method. */
  SVM_LINEAR(true),
  /** Calibrated by Platt's method. */
  SVM_RBF(true),
  DECISION_TREE(true),
  RANDOM_FOREST(true),
  GRADIENT_BOOSTING(true);

  private final boolean ofEvents;

  LearningAlgorithm(boolean ofEvents) {
    this.ofEvents = ofEvents;
  }

  /** Whether it learns such outcomes. */
  public boolean learns(TrainingOutcome outcome) {
    return outcome.isEvent() == ofEvents;
  }
}
