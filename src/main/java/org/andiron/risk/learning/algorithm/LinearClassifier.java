package org.andiron.risk.learning.algorithm;

import de.bwaldvogel.liblinear.Model;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.learning.scoring.Artefact;
import org.andiron.risk.learning.scoring.LinearScorer;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Reference;
import org.tribuo.classification.liblinear.LibLinearClassificationModel;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;

/**
 * Sums of columns that tell events from others, by LIBLINEAR through Tribuo.
 *
 * @param cost hyperparameter {@code cost}: what an error weighs against the penalty
 */
record LinearClassifier(String code, String title, LinearType type, List<Double> cost)
    implements Algorithm {

  private static final String COST = "cost";
  private static final int ITERATIONS = 10_000;

  /** Ends when the gradient is this part of what it was at first. */
  private static final double TOLERANCE = 1e-4;

  static LinearClassifier logisticL1() {
    return new LinearClassifier(
        "logistic-l1",
        "logistic regression with L1 penalty",
        LinearType.L1R_LR,
        List.of(0.01, 0.1, 1.0));
  }

  static LinearClassifier logisticL2() {
    return new LinearClassifier(
        "logistic-l2",
        "logistic regression with L2 penalty",
        LinearType.L2R_LR,
        List.of(0.001, 0.01, 0.1, 1.0));
  }

  static LinearClassifier supportVectors() {
    return new LinearClassifier(
        "svm-linear",
        "linear support vector machine",
        LinearType.L2R_L2LOSS_SVC,
        List.of(0.001, 0.01, 0.1));
  }

  @Override
  public Reference reference() {
    return new Reference(
        "Fan RE, Chang KW, Hsieh CJ, Wang XR, Lin CJ. LIBLINEAR: a library for large linear"
            + " classification. Journal of Machine Learning Research 2008;9:1871-1874.",
        Optional.empty());
  }

  @Override
  public OutcomeOutput output() {
    return OutcomeOutput.PROBABILITY;
  }

  @Override
  public boolean needsStandardised() {
    return true;
  }

  @Override
  public MissingValues missing(MissingValues wished) {
    return wished == MissingValues.LEFT ? MissingValues.INDICATED : wished;
  }

  @Override
  public List<Hyperparameters> grid() {
    return cost.stream().map(value -> Hyperparameters.of(COST, value)).toList();
  }

  @Override
  public Artefact fit(
      double[][] rows, double[] outcomes, Hyperparameters hyperparameters, long seed) {
    LibLinearClassificationModel model =
        (LibLinearClassificationModel)
            new LibLinearClassificationTrainer(
                    new LinearClassificationType(type),
                    hyperparameters.get(COST),
                    ITERATIONS,
                    TOLERANCE,
                    seed)
                .train(TribuoRows.ofEvents(rows, outcomes));
    return artefact(model, rows[0].length);
  }

  /** Positive values stand for the label that the library saw first. */
  static Artefact artefact(LibLinearClassificationModel model, int columns) {
    Model inner = model.getInnerModels().get(0);
    double sign = inner.getLabels()[0] == model.getOutputIDInfo().getID(TribuoRows.EVENT) ? 1 : -1;
    double[] weights = inner.getFeatureWeights();
    double[] coefficients = new double[columns];
    for (int i = 0; i < columns; i++) {
      coefficients[i] = sign * weights[i] + 0.0;
    }
    return LinearScorer.artefact(sign * weights[columns] * inner.getBias(), coefficients);
  }
}
