package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.EvaluationSettings;
import org.andiron.risk.evaluation.Evaluator;
import org.andiron.risk.evaluation.PlattScaling;
import org.andiron.risk.evaluation.Predictions;
import org.andiron.risk.evaluation.QuantityErrors;
import org.andiron.risk.evaluation.QuantityEvaluator;
import org.andiron.risk.evaluation.QuantityPredictions;
import org.andiron.risk.evaluation.QuantitySettings;
import org.andiron.risk.learning.algorithm.TribuoLogistic;
import org.andiron.risk.learning.scoring.LinearScorer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluation;
import org.tribuo.regression.slm.ElasticNetCDTrainer;

/** Figures of the evaluation are those of Tribuo and LIBLINEAR on the same predictions. */
class EvaluationByOthersTest {

  private static final int ROWS = 3000;
  private static final double[] PROBABILITIES = new double[ROWS];
  private static final boolean[] OUTCOMES = new boolean[ROWS];

  @BeforeAll
  static void overconfidentPredictions() {
    Random random = new Random(77);
    for (int row = 0; row < ROWS; row++) {
      double logit = random.nextGaussian() - 1;
      // Rounded, so that some are equal.
      PROBABILITIES[row] = Math.rint(1000 / (1 + Math.exp(-1.5 * logit))) / 1000;
      PROBABILITIES[row] = Math.min(Math.max(PROBABILITIES[row], 0.001), 0.999);
      OUTCOMES[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
    }
  }

  private static Evaluation own() {
    return new Evaluator(EvaluationSettings.usual(1, List.of(0.4)).withResamples(0))
        .evaluate(Predictions.of(PROBABILITIES, OUTCOMES));
  }

  private static LabelEvaluation tribuo() {
    List<Prediction<Label>> predictions = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Label event = new Label("1", PROBABILITIES[row]);
      Label none = new Label("0", 1 - PROBABILITIES[row]);
      Example<Label> example =
          new ArrayExample<>(
              new Label(OUTCOMES[row] ? "1" : "0"), new String[] {"x"}, new double[] {1});
      predictions.add(
          new Prediction<>(
              PROBABILITIES[row] >= 0.4 ? event : none,
              Map.of("1", event, "0", none),
              1,
              example,
              true));
    }
    LabelFactory factory = new LabelFactory();
    return factory
        .getEvaluator()
        .evaluate(
            // It only says which labels there are.
            TribuoLogistic.learn(new double[][] {{0}, {1}}, new double[] {0, 1}).model(),
            predictions,
            new SimpleDataSourceProvenance("rows", factory));
  }

  @Test
  void discriminationIsTribuos() {
    LabelEvaluation tribuo = tribuo();
    Label event = new Label("1");
    assertThat(own().discrimination().auroc().figure().orElseThrow())
        .isCloseTo(tribuo.AUCROC(event), within(1e-9));
    assertThat(own().discrimination().auprc().figure().orElseThrow())
        .isCloseTo(tribuo.averagedPrecision(event), within(1e-9));
    assertThat(own().thresholds().get(0).recall().figure().orElseThrow())
        .isCloseTo(tribuo.recall(event), within(1e-12));
    assertThat(own().thresholds().get(0).precision().figure().orElseThrow())
        .isCloseTo(tribuo.precision(event), within(1e-12));
    assertThat(own().thresholds().get(0).accuracy().figure().orElseThrow())
        .isCloseTo(tribuo.accuracy(), within(1e-12));
  }

  /** The mean square of the error, which Tribuo has of regressions, and the other errors. */
  @Test
  void theBrierScoreIsTribuos() {
    double[] outcomes = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      outcomes[row] = OUTCOMES[row] ? 1 : 0;
    }
    RegressionEvaluation tribuo = regression(PROBABILITIES, outcomes);
    double rootMeanSquare = tribuo.averageRMSE();
    assertThat(own().overall().brier().figure().orElseThrow())
        .isCloseTo(rootMeanSquare * rootMeanSquare, within(1e-12));
    // Tribuo's R² is against the mean of the rows themselves.
    QuantityErrors errors =
        new QuantityEvaluator(QuantitySettings.usual(1).withResamples(0))
            .evaluate(
                QuantityPredictions.of(
                    PROBABILITIES, outcomes, Arrays.stream(outcomes).average().orElseThrow()))
            .errors();
    assertThat(errors.rootMeanSquare().figure().orElseThrow())
        .isCloseTo(rootMeanSquare, within(1e-12));
    assertThat(errors.meanAbsolute().figure().orElseThrow())
        .isCloseTo(tribuo.averageMAE(), within(1e-12));
    assertThat(errors.explained().figure().orElseThrow())
        .isCloseTo(tribuo.averageR2(), within(1e-9));
  }

  private static RegressionEvaluation regression(double[] predicted, double[] outcomes) {
    List<Prediction<Regressor>> predictions = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      predictions.add(
          new Prediction<>(
              new Regressor("q", predicted[row]),
              1,
              new ArrayExample<>(
                  new Regressor("q", outcomes[row]), new String[] {"x"}, new double[] {1})));
    }
    RegressionFactory factory = new RegressionFactory();
    // The model only says which quantities there are.
    MutableDataset<Regressor> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("rows", factory), factory);
    for (int i = 0; i < 3; i++) {
      dataset.add(
          new ArrayExample<>(new Regressor("q", i), new String[] {"x"}, new double[] {i * i}));
    }
    return factory
        .getEvaluator()
        .evaluate(
            new ElasticNetCDTrainer(0.1, 0.5).train(dataset),
            predictions,
            new SimpleDataSourceProvenance("rows", factory));
  }

  /** Logistic regression of the outcome on the log odds of the prediction, by LIBLINEAR. */
  @Test
  void calibrationIsThatOfLogisticRegression() {
    double[][] logits = new double[ROWS][1];
    double[] scores = new double[ROWS];
    double[] outcomes = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      logits[row][0] = Math.log(PROBABILITIES[row] / (1 - PROBABILITIES[row]));
      scores[row] = logits[row][0];
      outcomes[row] = OUTCOMES[row] ? 1 : 0;
    }
    LinearScorer line =
        (LinearScorer) TribuoLogistic.learn(logits, outcomes).artefact().open(new double[1]);
    assertThat(own().calibration().slope().figure().orElseThrow())
        .isCloseTo(line.coefficients()[0], within(1e-4));
    // Platt's targets are a little less certain than the outcomes.
    PlattScaling platt = PlattScaling.of(scores, OUTCOMES).orElseThrow();
    assertThat(platt.slope()).isCloseTo(line.coefficients()[0], within(5e-3));
    assertThat(platt.intercept()).isCloseTo(line.intercept(), within(5e-3));
  }
}
