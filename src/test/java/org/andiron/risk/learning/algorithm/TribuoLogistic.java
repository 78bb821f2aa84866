package org.andiron.risk.learning.algorithm;

import org.andiron.risk.learning.scoring.Artefact;
import org.tribuo.classification.liblinear.LibLinearClassificationModel;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;

/** Logistic regression as Tribuo itself computes it. */
public record TribuoLogistic(LibLinearClassificationModel model, int columns) {

  /** With hardly a penalty, so that it is maximum likelihood. */
  public static TribuoLogistic learn(double[][] rows, double[] outcomes) {
    return new TribuoLogistic(
        (LibLinearClassificationModel)
            new LibLinearClassificationTrainer(
                    new LinearClassificationType(LinearType.L2R_LR), 1e4, 10_000, 1e-8, 1)
                .train(TribuoRows.ofEvents(rows, outcomes)),
        rows[0].length);
  }

  /** What this server makes of it. */
  public Artefact artefact() {
    return LinearClassifier.artefact(model, columns);
  }

  /** What Tribuo says. */
  public double probability(double[] row) {
    return model
        .predict(TribuoRows.example(TribuoRows.NONE, TribuoRows.names(columns), row))
        .getOutputScores()
        .get("1")
        .getScore();
  }
}
