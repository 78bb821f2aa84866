package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for any predictions, and figures against their definitions. */
class EvaluatorPropertiesTest {

  private static Evaluation evaluate(double[] probabilities, boolean[] outcomes) {
    return new Evaluator(new EvaluationSettings(List.of(0.5), 0, Resampling.ROWS, 0.95, 1, 10, 1))
        .evaluate(Predictions.of(probabilities, outcomes));
  }

  private static void assertFigure(Estimate estimate, double expected, double tolerance) {
    assertThat(estimate.figure()).isPresent();
    assertThat(estimate.figure().getAsDouble()).isCloseTo(expected, within(tolerance));
  }

  @Property(tries = 100)
  void ranksAndSquares(
      @ForAll @IntRange(min = 2, max = 150) int rows,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll boolean rounded) {
    Simulated data = Simulated.of(rows, 0.2, 0.8, rounded ? 0.05 : 0, seed);
    Evaluation evaluation = evaluate(data.probabilities(), data.outcomes());
    Assume.that(evaluation.sample().events() > 0 && evaluation.sample().events() < rows);
    assertFigure(
        evaluation.discrimination().auroc(),
        NaiveMeasures.auroc(data.probabilities(), data.outcomes()),
        1e-14);
    assertFigure(
        evaluation.discrimination().auprc(),
        NaiveMeasures.averagePrecision(data.probabilities(), data.outcomes()),
        1e-13);
    assertFigure(
        evaluation.overall().brier(),
        NaiveMeasures.brier(data.probabilities(), data.outcomes()),
        1e-14);
  }

  @Property(tries = 20)
  void calibration(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Simulated data = Simulated.of(300, -0.3, 1.4, 0, seed);
    Calibration calibration = evaluate(data.probabilities(), data.outcomes()).calibration();
    assertFigure(
        calibration.intercept(),
        NaiveMeasures.intercept(data.probabilities(), data.outcomes()),
        1e-9);
    assertFigure(
        calibration.slope(), NaiveMeasures.slope(data.probabilities(), data.outcomes()), 1e-11);
  }

  @Property(tries = 50)
  void aurocIsThatOfAnyMonotoneTransform(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @DoubleRange(min = 0.3, max = 3) double power) {
    Simulated data = Simulated.of(200, 0, 1, 0.02, seed);
    double[] bent = Arrays.stream(data.probabilities()).map(it -> Math.pow(it, power)).toArray();
    assertThat(Evaluator.auroc(Predictions.of(bent, data.outcomes())))
        .isEqualTo(Evaluator.auroc(data.predictions()));
  }

  @Property(tries = 50)
  void aurocTurnsRoundWithTheLabels(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Simulated data = Simulated.of(200, 0, 1, 0.02, seed);
    boolean[] flipped = data.outcomes().clone();
    for (int i = 0; i < flipped.length; i++) {
      flipped[i] = !flipped[i];
    }
    assertFigure(
        Evaluator.auroc(Predictions.of(data.probabilities(), flipped)),
        1 - Evaluator.auroc(data.predictions()).figure().getAsDouble(),
        1e-15);
  }

  @Property(tries = 50)
  void brierIsBoundedAndBestForTheFrequency(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @DoubleRange(min = 0, max = 1) double constant) {
    Simulated data = Simulated.of(100, 0, 1, 0, seed);
    assertThat(
            evaluate(data.probabilities(), data.outcomes())
                .overall()
                .brier()
                .figure()
                .getAsDouble())
        .isBetween(0.0, 1.0);
    double[] same = new double[100];
    Arrays.fill(same, constant);
    SampleSize sample = evaluate(same, data.outcomes()).sample();
    double best = sample.frequency() * (1 - sample.frequency());
    assertThat(evaluate(same, data.outcomes()).overall().brier().figure().getAsDouble())
        .isGreaterThanOrEqualTo(best - 1e-15);
  }

  @Property(tries = 20)
  void orderOfRowsChangesNothing(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Simulated data = Simulated.of(120, 0, 1, 0.05, seed);
    List<String> patients = data.patients(3);
    List<String> sexes = new ArrayList<>(data.values(seed, "female", "male"));
    EvaluationSettings settings =
        new EvaluationSettings(List.of(0.3), 40, Resampling.PATIENTS, 0.9, seed, 5, 5);
    List<Integer> shuffled = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      shuffled.add(i);
    }
    Collections.shuffle(shuffled, new Random(seed));
    double[] probabilities =
        shuffled.stream().mapToDouble(row -> data.probabilities()[row]).toArray();
    boolean[] outcomes = new boolean[120];
    for (int i = 0; i < 120; i++) {
      outcomes[i] = data.outcomes()[shuffled.get(i)];
    }
    Evaluation moved =
        new Evaluator(settings)
            .evaluate(
                Predictions.of(probabilities, outcomes)
                    .ofPatients(shuffled.stream().map(patients::get).toList())
                    .groupedBy("sex", shuffled.stream().map(sexes::get).toList()));
    Evaluation original =
        new Evaluator(settings)
            .evaluate(data.predictions().ofPatients(patients).groupedBy("sex", sexes));
    assertThat(moved).isEqualTo(original);
  }

  @Property(tries = 30)
  void modelIsNeverBetterThanTreatingAllBelowEveryPrediction(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Simulated data = Simulated.of(100, 0, 1, 0, seed);
    double lowest = Arrays.stream(data.probabilities()).min().orElseThrow();
    for (DecisionPoint point : evaluate(data.probabilities(), data.outcomes()).decisionCurve()) {
      if (point.threshold() <= lowest) {
        assertThat(point.model()).isEqualTo(point.everybody());
      }
    }
  }

  /** What {@code LabelEvaluationUtil} of Tribuo 4.3.2 says of the same predictions. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.7066547400043885, 0.6023768884896505",
    "0.05, 0.7027138782467808, 0.58134838145435"
  })
  void figuresAreThoseOfTribuo(double step, double auroc, double averagePrecision) {
    Simulated data = Simulated.of(500, 0.2, 0.8, step, 77);
    Discrimination discrimination =
        evaluate(data.probabilities(), data.outcomes()).discrimination();
    assertFigure(discrimination.auroc(), auroc, 1e-14);
    assertFigure(discrimination.auprc(), averagePrecision, 1e-14);
  }

  @Test
  void areaOfTheRocCurveIsTheAuroc() {
    Simulated data = Simulated.of(20_000, 0, 1, 0, 3);
    Discrimination discrimination =
        evaluate(data.probabilities(), data.outcomes()).discrimination();
    List<CurvePoint> curve = discrimination.rocCurve();
    double area = 0;
    for (int i = 1; i < curve.size(); i++) {
      area +=
          (curve.get(i).y().figure().getAsDouble() + curve.get(i - 1).y().figure().getAsDouble())
              / 200;
    }
    assertFigure(discrimination.auroc(), area, 1e-3);
  }
}
