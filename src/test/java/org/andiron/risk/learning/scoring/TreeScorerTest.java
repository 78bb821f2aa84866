package org.andiron.risk.learning.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.algorithm.Algorithms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TreeScorerTest {

  private static final int COLUMNS = 5;
  private static final double[][] ROWS = TestRows.withGaps(600, COLUMNS, 3);
  private static final double[] OUTCOMES = TestRows.outcomes(ROWS, 4);

  static List<Algorithm> trees() {
    return List.of(
        Algorithms.DECISION_TREE, Algorithms.RANDOM_FOREST, Algorithms.GRADIENT_BOOSTING);
  }

  private static Artefact learned(Algorithm algorithm) {
    return algorithm.fit(ROWS, OUTCOMES, algorithm.grid().get(1), 11);
  }

  private static float[] singles(double[] row) {
    float[] singles = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      singles[i] = (float) row[i];
    }
    return singles;
  }

  @ParameterizedTest
  @MethodSource("trees")
  void scoresAndContributionsAreThoseOfXgboost(Algorithm algorithm) throws Exception {
    Artefact artefact = learned(algorithm);
    ExplainingScorer scorer = (ExplainingScorer) artefact.open(new double[COLUMNS]);
    Booster booster = XGBoost.loadModel(artefact.content());
    int[] own = IntStream.range(0, COLUMNS).toArray();
    for (double[] row : Arrays.copyOf(ROWS, 150)) {
      DMatrix matrix = new DMatrix(singles(row), 1, COLUMNS, Float.NaN);
      float margin = booster.predict(matrix, true)[0][0];
      float[] shap = booster.predictContrib(matrix, 0)[0];
      matrix.dispose();
      assertThat(scorer.score(row)).isCloseTo(margin, within(2e-6));
      assertThat(scorer.base()).isCloseTo(shap[COLUMNS], within(2e-6));
      double[] contributions = scorer.contributions(row, own, COLUMNS);
      double sum = 0;
      for (int i = 0; i < COLUMNS; i++) {
        assertThat(contributions[i]).isCloseTo(shap[i], within(5e-6));
        sum += contributions[i];
      }
      assertThat(sum).isCloseTo(scorer.score(row) - scorer.base(), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void columnsOfOneInputAreTakenTogether(Algorithm algorithm) {
    ExplainingScorer scorer = (ExplainingScorer) learned(algorithm).open(new double[COLUMNS]);
    double[] apart = scorer.contributions(ROWS[1], new int[] {0, 1, 2, 3, 4}, 5);
    double[] together = scorer.contributions(ROWS[1], new int[] {0, 1, 1, 2, 2}, 3);
    assertThat(together[1]).isCloseTo(apart[1] + apart[2], within(1e-6));
    assertThat(together[2]).isCloseTo(apart[3] + apart[4], within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "binary:logistic, reg:squarederror, binary:logistic",
    "gbtree, dart, gbtree",
    "'\"left_children\":[', '\"left_children\":[0,', different lengths",
    "'\"default_left\":[', '\"default_left\":[1,', different lengths",
    "'\"left_children\":[1', '\"left_children\":[0', leads nowhere",
    "'\"split_type\":[0', '\"split_type\":[1', categories",
    "'\"base_score\":\"[', '\"base_score\":\"[9', base_score",
    "'\"num_feature\":\"5\",\"num_target', '\"num_feature\":\"1\",\"num_target', leads nowhere"
  })
  void whatIsNoFileOfTreesIsRefused(String from, String to, String reason) {
    String json = new String(learned(Algorithms.DECISION_TREE).content(), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    byte[] changed = json.replace(from, to).getBytes(StandardCharsets.UTF_8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScorerFormat.TREES.open(changed, new double[COLUMNS]))
        .withMessageContaining(reason);
  }
}
