package org.andiron.risk.learning.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.slm.LARSTrainer;

/** Models of Tribuo, as others may have trained them, score as Tribuo itself does. */
class TribuoScorerTest {

  private static final int COLUMNS = 3;
  private static final double[][] ROWS = TestRows.complete(400, COLUMNS, 5);
  private static final double[] OUTCOMES = TestRows.outcomes(ROWS, 6);

  private static <T extends Output<T>> MutableDataset<T> dataset(
      OutputFactory<T> factory, IntFunction<String> column, IntFunction<T> output) {
    MutableDataset<T> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("rows", factory), factory);
    String[] names = new String[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      names[i] = column.apply(i);
    }
    for (int i = 0; i < ROWS.length; i++) {
      dataset.add(new ArrayExample<>(output.apply(i), names, ROWS[i]));
    }
    return dataset;
  }

  private static MutableDataset<Label> events(IntFunction<String> column, String event) {
    return dataset(
        new LabelFactory(), column, i -> new Label(OUTCOMES[i] == 1 ? event : TribuoScorer.NONE));
  }

  private static byte[] bytes(Model<?> model) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      model.serializeToStream(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Scorer open(byte[] content) {
    return new Artefact(ScorerFormat.TRIBUO, content).open(new double[COLUMNS]);
  }

  @Test
  void probabilitiesBecomeLogOdds() {
    MutableDataset<Label> events = events(TribuoScorer::column, TribuoScorer.EVENT);
    Model<Label> model = new LogisticRegressionTrainer().train(events);
    Scorer scorer = open(bytes(model));

    for (int i = 0; i < 50; i++) {
      double probability =
          model.predict(events.getExample(i)).getOutputScores().get("1").getScore();
      assertThat(1 / (1 + Math.exp(-scorer.score(ROWS[i])))).isCloseTo(probability, within(1e-12));
    }
    assertThat(scorer.score(new double[] {2, 0, 0}))
        .isGreaterThan(scorer.score(new double[] {-2, 0, 0}));
  }

  @Test
  void aTreeMayBeCertain() {
    Model<Label> tree =
        new CARTClassificationTrainer(12).train(events(TribuoScorer::column, TribuoScorer.EVENT));

    assertThat(open(bytes(tree)).score(ROWS[0])).isNotNaN();
  }

  @Test
  void aRegressionGivesItsQuantity() {
    MutableDataset<Regressor> quantities =
        dataset(
            new RegressionFactory(),
            TribuoScorer::column,
            i -> new Regressor("quantity", 3 * ROWS[i][0] - ROWS[i][1] + 10));
    Scorer scorer = open(bytes(new LARSTrainer().train(quantities)));

    assertThat(scorer.score(new double[] {1, 2, 0})).isCloseTo(11, within(1e-6));
  }

  @Test
  void whatIsMissingHasNoScore() {
    Scorer scorer =
        open(
            bytes(
                new LogisticRegressionTrainer()
                    .train(events(TribuoScorer::column, TribuoScorer.EVENT))));

    assertThat(scorer.score(new double[] {1, Double.NaN, 0})).isNaN();
  }

  @Test
  void othersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(new byte[] {1, 2, 3}))
        .withMessageStartingWith("it is no model of Tribuo");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                open(
                    bytes(
                        new LogisticRegressionTrainer()
                            .train(events(i -> "x" + i, TribuoScorer.EVENT)))))
        .withMessage("it has 3 features, but none is named c000000");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                open(
                    bytes(
                        new LogisticRegressionTrainer()
                            .train(events(TribuoScorer::column, "ill")))))
        .withMessageStartingWith("its labels are not 1 and 0");
    byte[] other =
        bytes(
            new LogisticRegressionTrainer()
                .train(events(TribuoScorer::column, TribuoScorer.EVENT)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Artefact(ScorerFormat.TRIBUO, other).open(new double[2]))
        .withMessage("has 3 columns, not 2");
  }
}
