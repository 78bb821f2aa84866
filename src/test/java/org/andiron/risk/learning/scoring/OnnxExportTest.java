package org.andiron.risk.learning.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.algorithm.Algorithms;
import org.andiron.risk.learning.algorithm.TribuoLogistic;
import org.andiron.risk.learning.scoring.Calibration.Platt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same model has the same scores in the library that learned it, in ONNX Runtime and here. */
class OnnxExportTest {

  private static final int COLUMNS = 6;
  private static final Platt NO_CHANGE = new Platt(0, 1);
  private static final double SAME = 1e-6;

  static List<Algorithm> trees() {
    return List.of(
        Algorithms.DECISION_TREE, Algorithms.RANDOM_FOREST, Algorithms.GRADIENT_BOOSTING);
  }

  /** What ONNX Runtime computes of all rows at once. */
  private static float[] onnx(byte[] model, String output, double[][] rows) throws OrtException {
    float[][] numbers = new float[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      numbers[row] = singles(rows[row]);
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers);
        OrtSession.Result result = session.run(Map.of(OnnxExport.COLUMNS, tensor))) {
      float[] answers = new float[rows.length];
      ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer().get(answers);
      return answers;
    }
  }

  private static float[] singles(double[] row) {
    float[] singles = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      singles[i] = (float) row[i];
    }
    return singles;
  }

  private static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  @Test
  void tribuoOnnxRuntimeAndThisServerAgreeOnLogisticRegression() throws OrtException {
    double[][] rows = TestRows.complete(1000, COLUMNS, 21);
    TribuoLogistic tribuo = TribuoLogistic.learn(rows, TestRows.outcomes(rows, 22));
    Scorer scorer = tribuo.artefact().open(new double[COLUMNS]);
    float[] onnx = onnx(OnnxExport.of(scorer, NO_CHANGE), OnnxScorer.PROBABILITY, rows);
    for (int row = 0; row < rows.length; row++) {
      double expected = tribuo.probability(rows[row]);
      assertThat(probability(scorer.score(rows[row]))).isCloseTo(expected, within(1e-12));
      assertThat((double) onnx[row]).isCloseTo(expected, within(SAME));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void xgboostOnnxRuntimeAndThisServerAgreeOnTrees(Algorithm algorithm) throws Exception {
    double[][] rows = TestRows.withGaps(1000, COLUMNS, 31);
    Artefact artefact =
        algorithm.fit(rows, TestRows.outcomes(rows, 32), algorithm.grid().get(1), 33);
    Scorer scorer = artefact.open(new double[COLUMNS]);
    float[] onnx = onnx(OnnxExport.of(scorer, NO_CHANGE), OnnxScorer.PROBABILITY, rows);
    float[] xgboost = xgboost(artefact, rows);
    for (int row = 0; row < rows.length; row++) {
      assertThat(probability(scorer.score(rows[row]))).isCloseTo(xgboost[row], within(SAME));
      assertThat(onnx[row]).isCloseTo(xgboost[row], within((float) SAME));
    }
    assertThat(Arrays.stream(rows).anyMatch(row -> Double.isNaN(row[0]))).isTrue();
  }

  private static float[] xgboost(Artefact artefact, double[][] rows) throws Exception {
    Booster booster = XGBoost.loadModel(artefact.content());
    float[] numbers = new float[rows.length * COLUMNS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) rows[i / COLUMNS][i % COLUMNS];
    }
    DMatrix matrix = new DMatrix(numbers, rows.length, COLUMNS, Float.NaN);
    try {
      float[] probabilities = new float[rows.length];
      float[][] predicted = booster.predict(matrix);
      for (int row = 0; row < rows.length; row++) {
        probabilities[row] = predicted[row][0];
      }
      return probabilities;
    } finally {
      matrix.dispose();
    }
  }

  @Test
  void calibrationIsWrittenToo() throws OrtException {
    Scorer scorer = LinearScorer.artefact(0.5, new double[] {1, 2}).open(new double[2]);
    double[][] rows = {{0.25, -1}, {2, 0}};
    float[] onnx = onnx(OnnxExport.of(scorer, new Platt(-1, 0.5)), OnnxScorer.PROBABILITY, rows);
    assertThat((double) onnx[0]).isCloseTo(probability(-1 - 0.5 * 1.25), within(SAME));
    assertThat((double) onnx[1]).isCloseTo(probability(-1 + 0.5 * 2.5), within(SAME));
  }

  @Test
  void aQuantityHasNoProbability() throws InvalidProtocolBufferException {
    Scorer scorer = LinearScorer.artefact(0.5, new double[] {1, 2}).open(new double[2]);
    ModelProto model = ModelProto.parseFrom(OnnxExport.of(scorer, null));
    assertThat(model.getGraph().getOutputList())
        .extracting(it -> it.getName())
        .containsExactly(OnnxScorer.SCORE);
  }

  @Test
  void whatWasWrittenCanBeScored() {
    double[][] rows = TestRows.withGaps(300, COLUMNS, 41);
    Scorer trees =
        Algorithms.GRADIENT_BOOSTING
            .fit(rows, TestRows.outcomes(rows, 42), Algorithms.GRADIENT_BOOSTING.grid().get(0), 43)
            .open(new double[COLUMNS]);
    byte[] bytes = OnnxExport.of(trees, NO_CHANGE);
    assertThat(OnnxExport.of(trees, NO_CHANGE)).isEqualTo(bytes);
    Scorer onnx = new Artefact(ScorerFormat.ONNX, bytes).open(new double[COLUMNS]);
    assertThat(onnx).isNotInstanceOf(ExplainingScorer.class);
    for (double[] row : rows) {
      assertThat(onnx.score(row)).isCloseTo(trees.score(row), within(2e-6));
    }
  }

  @Test
  void aMachineWithAKernelIsNotWritten() {
    Scorer kernel =
        KernelScorer.artefact(1, 0, new double[] {1}, new double[][] {{1}}).open(new double[1]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxExport.of(kernel, NO_CHANGE))
        .withMessage("only sums and trees are written as ONNX");
  }

  @Test
  void whatIsNoOnnxIsRefused() {
    Artefact broken = new Artefact(ScorerFormat.ONNX, new byte[] {1, 2, 3});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> broken.open(new double[1]))
        .withMessageContaining("ONNX Runtime cannot read it");
  }
}
