package org.andiron.risk.learning.algorithm;

import java.util.List;

/** All algorithms. */
public final class Algorithms {

  /** Logistic regression that chooses columns, as its penalty is on the size of coefficients. */
  public static final Algorithm LOGISTIC_L1 = LinearClassifier.logisticL1();

  /** Logistic regression with a penalty on the square of coefficients. */
  public static final Algorithm LOGISTIC_L2 = LinearClassifier.logisticL2();

  /** Support vector machine without kernel. */
  public static final Algorithm SVM_LINEAR = LinearClassifier.supportVectors();

  /** Support vector machine with a Gaussian kernel. */
  public static final Algorithm SVM_RBF = new KernelClassifier();

  /** One tree. */
  public static final Algorithm DECISION_TREE = new DecisionTree();

  /** Many trees beside each other. */
  public static final Algorithm RANDOM_FOREST = new RandomForest();

  /** Many trees after each other. */
  public static final Algorithm GRADIENT_BOOSTING = new GradientBoosting();

  /** Linear regression of quantities. */
  public static final Algorithm LINEAR_REGRESSION = new LinearRegression();

  private static final List<Algorithm> ALL =
      List.of(
          LOGISTIC_L1,
          LOGISTIC_L2,
          SVM_LINEAR,
          SVM_RBF,
          DECISION_TREE,
          RANDOM_FOREST,
          GRADIENT_BOOSTING,
          LINEAR_REGRESSION);

  private Algorithms() {}

  /** All of them. */
  public static List<Algorithm> all() {
    return ALL;
  }

  /**
   * The algorithm of that code.
   *
   * @throws IllegalArgumentException if there is none; it names those that there are
   */
  public static Algorithm of(String code) {
    return ALL.stream()
        .filter(algorithm -> algorithm.code().equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no algorithm %s; there are %s"
                        .formatted(code, ALL.stream().map(Algorithm::code).toList())));
  }
}
