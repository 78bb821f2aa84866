package org.andiron.risk.learning.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.andiron.risk.evaluation.Evaluator;
import org.andiron.risk.evaluation.Predictions;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.learning.scoring.LinearScorer;
import org.andiron.risk.learning.scoring.Scorer;
import org.andiron.risk.learning.scoring.TestRows;
import org.andiron.risk.model.OutcomeOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.libsvm.LibSVMClassificationTrainer;
import org.tribuo.classification.libsvm.SVMClassificationType;
import org.tribuo.classification.libsvm.SVMClassificationType.SVMMode;
import org.tribuo.common.libsvm.KernelType;
import org.tribuo.common.libsvm.LibSVMModel;
import org.tribuo.common.libsvm.SVMParameters;

class AlgorithmsTest {

  private static final int COLUMNS = 4;
  private static final double[][] ROWS = TestRows.complete(500, COLUMNS, 1);
  private static final double[] OUTCOMES = TestRows.outcomes(ROWS, 2);
  private static final double[][] UNSEEN = TestRows.complete(500, COLUMNS, 3);

  static List<Algorithm> classifiers() {
    return Algorithms.all().stream()
        .filter(algorithm -> algorithm.output() == OutcomeOutput.PROBABILITY)
        .toList();
  }

  private static Hyperparameters simplest(Algorithm algorithm) {
    return algorithm.grid().get(algorithm.grid().size() - 1);
  }

  private static Scorer learned(Algorithm algorithm) {
    return algorithm.fit(ROWS, OUTCOMES, simplest(algorithm), 5).open(new double[COLUMNS]);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void theSameSeedGivesTheSameBytes(Algorithm algorithm) {
    assertThat(algorithm.fit(ROWS, OUTCOMES, simplest(algorithm), 5))
        .isEqualTo(algorithm.fit(ROWS, OUTCOMES, simplest(algorithm), 5));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void unseenRowsAreRankedByWhatTheirOutcomeDependsOn(Algorithm algorithm) {
    Scorer scorer =
        algorithm.fit(ROWS, OUTCOMES, algorithm.grid().get(1), 5).open(new double[COLUMNS]);
    double[] outcomes = TestRows.outcomes(UNSEEN, 4);
    double best = auroc(row -> 1.5 * row[0] - row[1], outcomes);
    assertThat(auroc(scorer::score, outcomes)).isBetween(best - 0.08, best + 0.01);
  }

  private static double auroc(ToDoubleFunction<double[]> score, double[] outcomes) {
    double[] ranks =
        Arrays.stream(UNSEEN)
            .mapToDouble(row -> 1 / (1 + Math.exp(-score.applyAsDouble(row))))
            .toArray();
    boolean[] events = new boolean[outcomes.length];
    for (int row = 0; row < events.length; row++) {
      events[row] = outcomes[row] == 1;
    }
    return Evaluator.auroc(Predictions.of(ranks, events)).figure().orElseThrow();
  }

  /** The first column raises the log odds, the second lowers them. */
  @ParameterizedTest
  @MethodSource("classifiers")
  void movesInTheDirectionOfTheTruth(Algorithm algorithm) {
    Scorer scorer = learned(algorithm);
    assertThat(scorer.score(new double[] {1.5, 0, 0, 0}))
        .isGreaterThan(scorer.score(new double[] {-1.5, 0, 0, 0}));
    assertThat(scorer.score(new double[] {0, 1.5, 0, 0}))
        .isLessThan(scorer.score(new double[] {0, -1.5, 0, 0}));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void oneOutcomeAloneTeachesNothing(Algorithm algorithm) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algorithm.fit(ROWS, new double[ROWS.length], simplest(algorithm), 5))
        .withMessageContaining("the same outcome");
    double[] strange = OUTCOMES.clone();
    strange[7] = 0.5;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algorithm.fit(ROWS, strange, simplest(algorithm), 5))
        .withMessageContaining("0 or 1");
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void aHyperparameterThatIsNotThereIsNamed(Algorithm algorithm) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> algorithm.fit(ROWS, OUTCOMES, Hyperparameters.of(), 5))
        .withMessageContaining("is missing");
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void onlyTreesLeaveWhatIsMissing(Algorithm algorithm) {
    boolean trees = algorithm instanceof Trees;
    assertThat(algorithm.missing(MissingValues.LEFT) == MissingValues.LEFT).isEqualTo(trees);
    assertThat(algorithm.needsStandardised()).isNotEqualTo(trees);
  }

  @Test
  void thePenaltyOnSizesChoosesColumns() {
    LinearScorer scorer =
        (LinearScorer)
            Algorithms.LOGISTIC_L1
                .fit(ROWS, OUTCOMES, Hyperparameters.of("cost", 0.05), 5)
                .open(new double[COLUMNS]);
    assertThat(scorer.coefficients()[0]).isPositive();
    assertThat(scorer.coefficients()[1]).isNegative();
    assertThat(scorer.coefficients()[2]).isZero();
    assertThat(scorer.coefficients()[3]).isZero();
  }

  @Test
  void aKernelMachineDecidesAsItsLibrary() {
    KernelClassifier algorithm = new KernelClassifier();
    Hyperparameters hyperparameters = Hyperparameters.of("cost", 2, "width", 1);
    Scorer scorer = algorithm.fit(ROWS, OUTCOMES, hyperparameters, 5).open(new double[COLUMNS]);
    SVMParameters<Label> parameters =
        new SVMParameters<>(new SVMClassificationType(SVMMode.C_SVC), KernelType.RBF);
    parameters.setCost(2);
    parameters.setGamma(1.0 / COLUMNS);
    MutableDataset<Label> dataset = TribuoRows.ofEvents(ROWS, OUTCOMES);
    LibSVMModel<Label> model =
        (LibSVMModel<Label>) new LibSVMClassificationTrainer(parameters, 5).train(dataset);
    String[] names = TribuoRows.names(COLUMNS);
    for (double[] row : UNSEEN) {
      Prediction<Label> prediction = model.predict(TribuoRows.example(TribuoRows.NONE, names, row));
      assertThat(scorer.score(row) > 0).isEqualTo(prediction.getOutput().getLabel().equals("1"));
    }
  }

  @Test
  void aKernelMachineTakesNoLargeCohort() {
    double[][] many = new double[KernelClassifier.MOST_ROWS + 1][];
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Algorithms.SVM_RBF.fit(
                    many, new double[many.length], Algorithms.SVM_RBF.grid().get(0), 5))
        .withMessageContaining("20000 rows at most");
  }

  @Test
  void linearRegressionFindsTheLine() {
    Random random = new Random(8);
    double[] quantities =
        Arrays.stream(ROWS)
            .mapToDouble(row -> 12 + 3 * row[0] - 5 * row[2] + 0.1 * random.nextGaussian())
            .toArray();
    Hyperparameters weak = Hyperparameters.of("penalty", 1e-5);
    LinearScorer scorer =
        (LinearScorer)
            Algorithms.LINEAR_REGRESSION.fit(ROWS, quantities, weak, 5).open(new double[COLUMNS]);
    assertThat(scorer.intercept()).isCloseTo(12, within(0.02));
    assertThat(scorer.coefficients()[0]).isCloseTo(3, within(0.02));
    assertThat(scorer.coefficients()[1]).isCloseTo(0, within(0.02));
    assertThat(scorer.coefficients()[2]).isCloseTo(-5, within(0.02));
    assertThat(Algorithms.LINEAR_REGRESSION.fit(ROWS, quantities, weak, 5))
        .isEqualTo(Algorithms.LINEAR_REGRESSION.fit(ROWS, quantities, weak, 5));
  }

  @Test
  void aStrongPenaltyLeavesTheMean() {
    double[] quantities = Arrays.stream(ROWS).mapToDouble(row -> 4 + row[0]).toArray();
    double mean = Arrays.stream(quantities).average().orElseThrow();
    LinearScorer scorer =
        (LinearScorer)
            Algorithms.LINEAR_REGRESSION
                .fit(ROWS, quantities, Hyperparameters.of("penalty", 100), 5)
                .open(new double[COLUMNS]);
    assertThat(scorer.score(UNSEEN[0])).isCloseTo(mean, within(1e-9));
  }

  @Test
  void algorithmsAreFoundByTheirCode() {
    for (Algorithm algorithm : Algorithms.all()) {
      assertThat(Algorithms.of(algorithm.code())).isSameAs(algorithm);
      assertThat(algorithm.reference().citation()).isNotBlank();
      assertThat(algorithm.title()).isNotBlank();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Algorithms.of("oracle"))
        .withMessageContaining("logistic-l1");
  }
}
