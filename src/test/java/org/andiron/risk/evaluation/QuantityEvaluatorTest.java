package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.andiron.risk.evaluation.Estimate.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuantityEvaluatorTest {

  private static QuantityEvaluation evaluation(
      double[] predicted, double[] observed, double trainingMean) {
    return new QuantityEvaluator(QuantitySettings.usual(1).withResamples(0))
        .evaluate(QuantityPredictions.of(predicted, observed, trainingMean));
  }

  private static void assertFigure(Estimate estimate, double expected) {
    assertThat(estimate.figure().orElseThrow()).isCloseTo(expected, within(1e-12));
  }

  /** Errors 1, -1, 2, 0; by hand. */
  @Test
  void figuresAreThoseByHand() {
    QuantityEvaluation evaluation =
        evaluation(new double[] {1, 2, 3, 4}, new double[] {2, 1, 5, 4}, 2);
    QuantityErrors errors = evaluation.errors();
    assertFigure(errors.rootMeanSquare(), Math.sqrt(6 / 4.0));
    assertFigure(errors.meanAbsolute(), 1);
    assertFigure(errors.medianAbsolute(), 1);
    assertFigure(errors.bias(), 0.5);
    // Squares of the distances from 2 are 0, 1, 9 and 4.
    assertFigure(errors.explained(), 1 - 6 / 14.0);
    // Sxy 5, Sxx 5; means 2.5 and 3.
    assertFigure(evaluation.calibration().slope(), 1);
    assertFigure(evaluation.calibration().intercept(), 0.5);
    QuantitySample sample = evaluation.sample();
    assertThat(sample.meanObserved()).isEqualTo(3);
    assertThat(sample.meanPrediction()).isEqualTo(2.5);
    assertThat(sample.deviation()).isCloseTo(Math.sqrt(2.5), within(1e-12));
    assertThat(sample.patients()).isEqualTo(4);
  }

  @Test
  void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
    assertFigure(
        evaluation(new double[] {0, 0, 0}, new double[] {9, -2, 1}, 0).errors().medianAbsolute(),
        2);
  }

  @Test
  void theMeanOfTheTrainingExplainsNothing() {
    QuantityErrors errors = evaluation(new double[] {3, 3, 3}, new double[] {1, 2, 9}, 3).errors();
    assertFigure(errors.explained(), 0);
  }

  @Test
  void whatCannotBeSaidIsUndefined() {
    QuantityEvaluation same = evaluation(new double[] {0.1, 0.1}, new double[] {0.3, 0.3}, 0.3);
    assertThat(same.errors().explained())
        .isEqualTo(new Estimate.Undefined(Reason.NOTHING_TO_EXPLAIN));
    assertThat(same.calibration().slope()).isEqualTo(new Estimate.Undefined(Reason.NO_VARIATION));
    assertThat(same.calibration().intercept())
        .isEqualTo(new Estimate.Undefined(Reason.NO_VARIATION));
    assertThat(same.calibration().bins()).hasSize(1);
    assertThat(same.histogram()).hasSize(1);
  }

  /** As if each resample were a data set of its own. */
  @Test
  void countedRowsAreAsGoodAsRepeatedOnes() {
    Random random = new Random(3);
    double[] predicted = random.doubles(50, 0, 10).toArray();
    double[] observed = random.doubles(50, 0, 10).toArray();
    int[] counts = random.ints(50, 0, 4).toArray();
    int[] rows =
        IntStream.range(0, 50)
            .flatMap(row -> IntStream.generate(() -> row).limit(counts[row]))
            .toArray();
    double[] counted =
        new QuantityMeasures(predicted, observed, 4, IntStream.range(0, 50).toArray()).of(counts);
    int[] once = new int[rows.length];
    Arrays.fill(once, 1);
    double[] repeated =
        new QuantityMeasures(
                Arrays.stream(rows).mapToDouble(row -> predicted[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> observed[row]).toArray(),
                4,
                IntStream.range(0, rows.length).toArray())
            .of(once);
    assertThat(counted).containsExactly(repeated, within(1e-10));
  }

  @Test
  void anotherUnitChangesOnlyWhatHasOne() {
    QuantityErrors one =
        evaluation(new double[] {1, 2, 3, 4}, new double[] {2, 1, 5, 4}, 2).errors();
    QuantityEvaluation thousand =
        evaluation(new double[] {1e3, 2e3, 3e3, 4e3}, new double[] {2e3, 1e3, 5e3, 4e3}, 2e3);
    assertFigure(
        thousand.errors().rootMeanSquare(), 1e3 * one.rootMeanSquare().figure().getAsDouble());
    assertFigure(thousand.errors().explained(), one.explained().figure().getAsDouble());
    assertFigure(thousand.calibration().slope(), 1);
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    QuantityPredictions given = QuantityReports.predictions(400, 1, 0, 5);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 400).boxed().toList());
    Collections.shuffle(order, new Random(9));
    QuantityPredictions other =
        QuantityPredictions.of(
                order.stream().mapToDouble(given::predicted).toArray(),
                order.stream().mapToDouble(given::observed).toArray(),
                given.trainingMean())
            .ofPatients(order.stream().map(given.patients()::get).toList());
    for (Map.Entry<String, List<@Nullable String>> group : given.groups().entrySet()) {
      List<@Nullable String> values = new ArrayList<>();
      order.forEach(row -> values.add(group.getValue().get(row)));
      other = other.groupedBy(group.getKey(), values);
    }
    QuantityEvaluator evaluator =
        new QuantityEvaluator(QuantitySettings.usual(4).withResamples(50));
    assertThat(evaluator.evaluate(other)).isEqualTo(evaluator.evaluate(given));
  }

  /** Of 60 data sets, the interval of the slope has the true one in about 95 of 100. */
  @Test
  void intervalsHaveTheTruth() {
    Map<String, Integer> missed = new TreeMap<>();
    for (int set = 0; set < 60; set++) {
      QuantityEvaluation evaluation =
          new QuantityEvaluator(QuantitySettings.usual(set).withResamples(200))
              .evaluate(QuantityReports.predictions(300, 0.8, 0, set));
      if (!evaluation.calibration().slope().between().orElseThrow().contains(0.8)) {
        missed.merge("slope", 1, Integer::sum);
      }
      // Men, half of all, have 3 more.
      if (!evaluation.errors().bias().between().orElseThrow().contains(1.5)) {
        missed.merge("bias", 1, Integer::sum);
      }
    }
    assertThat(missed.values()).allMatch(it -> it <= 9);
  }

  @Test
  void groupsAreComparedIfTheyAreLargeEnough() {
    QuantityEvaluation evaluation = QuantityReports.typical(2000, 100).evaluation();
    QuantityComparison sexes = evaluation.subgroups().get(0);
    assertThat(sexes.groups()).extracting(QuantitySubgroup::rows).containsExactly(1000, 1000);
    QuantityGap gap = sexes.gaps().get(1);
    assertThat(gap.measured()).isEqualTo(QuantityGap.Measured.BIAS);
    assertThat(gap.highest()).isEqualTo("male");
    assertThat(gap.difference().value()).isCloseTo(3, within(1.0));
    assertThat(gap.difference().between().orElseThrow().low()).isPositive();

    QuantityComparison races = evaluation.subgroups().get(1);
    assertThat(races.notRecorded()).isEqualTo(194);
    assertThat(races.gaps()).isEmpty();
    QuantitySubgroup few = races.groups().get(0);
    assertThat(few.rows()).isEqualTo(60);
    assertThat(few.meanAbsolute()).isEqualTo(new Estimate.Undefined(Reason.INSUFFICIENT));
    assertThat(few.rootMeanSquare()).isEqualTo(few.meanAbsolute());
    assertThat(few.bias()).isEqualTo(few.meanAbsolute());
  }

  @Test
  void aHundredRowsAreEnough() {
    for (int rows : List.of(99, 100)) {
      double[] numbers = IntStream.range(0, rows).mapToDouble(it -> it).toArray();
      QuantityEvaluation evaluation =
          new QuantityEvaluator(QuantitySettings.usual(1).withResamples(0))
              .evaluate(
                  QuantityPredictions.of(numbers, numbers, 0)
                      .groupedBy("sex", Collections.nCopies(rows, "female")));
      assertThat(evaluation.subgroups().get(0).groups().get(0).meanAbsolute().figure().isPresent())
          .isEqualTo(rows == 100);
    }
  }

  @Test
  void eachRowIsInThePlotsOnce() {
    QuantityEvaluation evaluation = QuantityReports.typical(500, 0).evaluation();
    assertThat(evaluation.agreement().stream().mapToInt(QuantityCell::rows).sum()).isEqualTo(500);
    assertThat(evaluation.residuals().stream().mapToInt(QuantityCell::rows).sum()).isEqualTo(500);
    assertThat(evaluation.histogram().stream().mapToInt(ResidualBar::rows).sum()).isEqualTo(500);
    List<QuantityBin> bins = evaluation.calibration().bins();
    assertThat(bins).extracting(QuantityBin::rows).containsOnly(50).hasSize(10);
    assertThat(bins).extracting(QuantityBin::meanPrediction).isSorted();
  }

  @Test
  void equalPredictionsAreInOneBin() {
    double[] predicted = {1, 1, 1, 1, 1, 1, 1, 2, 2, 3};
    List<QuantityBin> bins = evaluation(predicted, predicted, 0).calibration().bins();
    assertThat(bins).extracting(QuantityBin::rows).containsExactly(7, 2, 1);
    bins.forEach(bin -> assertFigure(bin.meanObserved(), bin.meanPrediction()));
  }

  @Test
  void withoutPatientsRowsAreDrawn() {
    assertThat(QuantityReports.ofOne().evaluation().resampling()).isEqualTo(Resampling.ROWS);
    assertThat(QuantityReports.typical(200, 0).evaluation().resampling())
        .isEqualTo(Resampling.PATIENTS);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuantityPredictions.of(new double[] {Double.NaN}, new double[] {1}, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuantityPredictions.of(new double[0], new double[0], 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuantityPredictions.of(new double[1], new double[2], 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QuantitySettings(10, Resampling.STRATIFIED, 0.95, 1, 10, 100));
  }
}
