package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.andiron.risk.evaluation.Estimate.Reason;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final double EXACT = 1e-15;

  /** Eight rows of which all figures can be made by hand. */
  private static final double[] PROBABILITIES = {0.9, 0.8, 0.7, 0.7, 0.6, 0.3, 0.2, 0.1};

  private static final boolean[] OUTCOMES = {true, true, false, true, false, false, true, false};

  private static EvaluationSettings plain(double... thresholds) {
    return new EvaluationSettings(
        Arrays.stream(thresholds).boxed().toList(), 0, Resampling.ROWS, 0.95, 1, 2, 1);
  }

  private static Evaluation evaluate(double[] probabilities, boolean[] outcomes) {
    return new Evaluator(plain(0.5)).evaluate(Predictions.of(probabilities, outcomes));
  }

  private static void assertFigure(Estimate estimate, double expected, double tolerance) {
    assertThat(estimate).isInstanceOf(Estimate.Defined.class);
    assertThat(estimate.figure().getAsDouble()).isCloseTo(expected, within(tolerance));
  }

  private static void assertUndefined(Estimate estimate, Reason reason) {
    assertThat(estimate).isEqualTo(new Estimate.Undefined(reason));
  }

  @Nested
  class ByHand {

    private final Evaluation evaluation = evaluate(PROBABILITIES, OUTCOMES);

    @Test
    void aurocCountsPairsAndHalvesTies() {
      // 4 + 4 + 3.5 + 1 of 16 pairs
      assertFigure(evaluation.discrimination().auroc(), 0.78125, 0);
    }

    @Test
    void averagePrecisionWeightsPrecisionWithAddedRecall() {
      // (1/1 + 2/2 + 3/4 + 4/7) / 4
      assertFigure(evaluation.discrimination().auprc(), 0.8303571428571429, EXACT);
    }

    @Test
    void brierIsTheMeanSquaredDifference() {
      assertFigure(evaluation.overall().brier(), 0.21625, EXACT);
      assertFigure(evaluation.overall().scaledBrier(), 0.135, EXACT);
    }

    @Test
    void calibrationInTheLarge() {
      assertFigure(evaluation.calibration().inTheLarge(), -0.0375, EXACT);
      assertFigure(evaluation.calibration().observedToExpected(), 0.9302325581395349, EXACT);
    }

    @Test
    void expectedErrorOfTwoBins() {
      // |3 - 3.1| / 8 + |1 - 1.2| / 8
      assertFigure(evaluation.calibration().expectedError(), 0.0375, EXACT);
      assertThat(evaluation.calibration().bins())
          .extracting(CalibrationBin::rows, CalibrationBin::events)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(4, 1), org.assertj.core.groups.Tuple.tuple(4, 3));
    }

    @Test
    void thresholdCountsWhatReachesIt() {
      ThresholdPerformance half = evaluation.thresholds().get(0);
      assertThat(half.truePositives()).isEqualTo(3);
      assertThat(half.falsePositives()).isEqualTo(2);
      assertThat(half.trueNegatives()).isEqualTo(2);
      assertThat(half.falseNegatives()).isEqualTo(1);
      assertFigure(half.accuracy(), 0.625, 0);
      assertFigure(half.precision(), 0.6, 0);
      assertFigure(half.recall(), 0.75, 0);
      assertFigure(half.specificity(), 0.5, 0);
      assertFigure(half.negativePredictiveValue(), 0.6666666666666666, 0);
      assertFigure(half.f1(), 0.6666666666666666, 0);
    }

    @Test
    void thresholdIsItselfPositive() {
      ThresholdPerformance equal =
          new Evaluator(plain(0.7))
              .evaluate(Predictions.of(PROBABILITIES, OUTCOMES))
              .thresholds()
              .get(0);
      assertThat(equal.truePositives() + equal.falsePositives()).isEqualTo(4);
    }

    @Test
    void netBenefitWeighsFalsePositivesWithTheOdds() {
      DecisionPoint fifth = at(0.2);
      // (4 - 3/4) / 8 and (4 - 4/4) / 8
      assertFigure(fifth.model(), 0.40625, EXACT);
      assertFigure(fifth.everybody(), 0.375, EXACT);
      assertFigure(at(0.5).model(), 0.125, EXACT);
      assertFigure(at(0.5).everybody(), 0, EXACT);
    }

    private DecisionPoint at(double threshold) {
      return evaluation.decisionCurve().stream()
          .filter(it -> it.threshold() == threshold)
          .findAny()
          .orElseThrow();
    }

    @Test
    void decisionCurveIsFinerBelowATenth() {
      assertThat(evaluation.decisionCurve()).extracting(DecisionPoint::threshold).isSorted();
      assertThat(evaluation.decisionCurve()).hasSize(139);
      assertThat(evaluation.decisionCurve().get(0).threshold()).isEqualTo(0.002);
    }

    @Test
    void histogramOfLowRisksIsOfLowRisks() {
      List<HistogramBar> low =
          evaluate(new double[] {0.001, 0.05, 0.002}, new boolean[] {false, true, false})
              .histogram();
      assertThat(low).hasSize(50);
      assertThat(low.get(49).before()).isEqualTo(0.05);
      assertThat(low.get(49).events()).isEqualTo(1);
      assertThat(low.stream().mapToInt(it -> it.events() + it.nonEvents()).sum()).isEqualTo(3);
    }

    @Test
    void rocCurveGoesUpAndAcross() {
      List<CurvePoint> curve = evaluation.discrimination().rocCurve();
      assertFigure(curve.get(0).y(), 0.5, 0);
      assertFigure(curve.get(10).y(), 0.6, EXACT); // on the line of the tie at 0.7
      assertFigure(curve.get(25).y(), 0.75, 0);
      assertFigure(curve.get(74).y(), 0.75, 0);
      assertFigure(curve.get(75).y(), 1, 0);
      assertFigure(curve.get(100).y(), 1, 0);
    }

    @Test
    void precisionRecallCurveTakesTheHighestThreshold() {
      List<CurvePoint> curve = evaluation.discrimination().precisionRecallCurve();
      assertThat(curve.get(0).x()).isEqualTo(0.01);
      assertFigure(curve.get(49).y(), 1, 0);
      assertFigure(curve.get(50).y(), 0.75, 0);
      assertFigure(curve.get(74).y(), 0.75, 0);
      assertFigure(curve.get(99).y(), 0.5714285714285714, 0);
    }

    @Test
    void histogramHasEachRowOnce() {
      assertThat(evaluation.histogram().stream().mapToInt(HistogramBar::events).sum()).isEqualTo(4);
      assertThat(evaluation.histogram().stream().mapToInt(HistogramBar::nonEvents).sum())
          .isEqualTo(4);
      HistogramBar seventies =
          evaluation.histogram().stream()
              .filter(it -> it.events() + it.nonEvents() == 2)
              .findAny()
              .orElseThrow();
      assertThat(seventies.from()).isEqualTo(0.7);
    }

    @Test
    void oneIsInTheLastBar() {
      Evaluation certain = evaluate(new double[] {0, 1}, new boolean[] {false, true});
      assertThat(certain.histogram().get(0).nonEvents()).isEqualTo(1);
      assertThat(certain.histogram().get(49).events()).isEqualTo(1);
    }

    @Test
    void sampleIsCounted() {
      assertThat(evaluation.sample().rows()).isEqualTo(8);
      assertThat(evaluation.sample().events()).isEqualTo(4);
      assertThat(evaluation.sample().frequency()).isEqualTo(0.5);
      assertThat(evaluation.sample().meanPrediction()).isCloseTo(0.5375, within(EXACT));
    }
  }

  @Nested
  class Recalibrated {

    /** Of ten with 20 % four had it, of ten with 80 % six. */
    private final Evaluation twoKinds = twoKinds();

    private static Evaluation twoKinds() {
      double[] probabilities = new double[20];
      boolean[] outcomes = new boolean[20];
      for (int i = 0; i < 20; i++) {
        probabilities[i] = i < 10 ? 0.2 : 0.8;
        outcomes[i] = i < 4 || i >= 14;
      }
      return evaluate(probabilities, outcomes);
    }

    @Test
    void slopeIsTheRatioOfLogOdds() {
      // ln(0.6 / 0.4) / ln(0.8 / 0.2)
      assertFigure(twoKinds.calibration().slope(), 0.2924812503605781, 1e-13);
    }

    @Test
    void interceptIsNoneWhereErrorsCancel() {
      assertFigure(twoKinds.calibration().intercept(), 0, 1e-13);
    }

    @Test
    void indexIsTheMeanDistanceFromTheCurve() {
      assertFigure(twoKinds.calibration().integratedIndex(), 0.2, 1e-12);
    }

    @Test
    void constantPredictionsHaveAnInterceptButNoSlope() {
      double[] half = new double[8];
      Arrays.fill(half, 0.5);
      boolean[] quarter = {true, true, false, false, false, false, false, false};
      Calibration calibration = evaluate(half, quarter).calibration();
      assertFigure(calibration.intercept(), -1.0986122886681098, 1e-14); // ln(1/3)
      assertUndefined(calibration.slope(), Reason.NO_VARIATION);
      assertThat(calibration.bins()).hasSize(1);
    }

    @Test
    void figuresOfATrueModelAreNearTheIdeal() {
      Simulated good = Simulated.of(40_000, 0, 1, 0, 11);
      Calibration calibration = evaluate(good.probabilities(), good.outcomes()).calibration();
      assertFigure(calibration.intercept(), 0, 0.05);
      assertFigure(calibration.slope(), 1, 0.05);
      assertFigure(calibration.integratedIndex(), 0, 0.01);
      assertFigure(calibration.expectedError(), 0, 0.01);
    }

    @Test
    void whatWasDoneToAModelIsFoundOut() {
      Simulated bad = Simulated.of(40_000, 0.5, 0.6, 0, 12);
      Calibration calibration = evaluate(bad.probabilities(), bad.outcomes()).calibration();
      assertFigure(calibration.slope(), 0.6, 0.05);
      for (CurvePoint point : calibration.curve()) {
        double truth = 1 / (1 + Math.exp(-0.5 - 0.6 * Math.log(point.x() / (1 - point.x()))));
        assertFigure(point.y(), truth, 0.03);
      }
    }

    @Test
    void predictionsOfZeroAndOneAreHeldFromInfinity() {
      Evaluation certain =
          evaluate(
              new double[] {0, 0, 0, 1, 1, 1, 0.5, 0.5},
              new boolean[] {false, false, true, true, true, false, true, false});
      assertThat(certain.calibration().slope().figure()).isPresent();
      assertThat(certain.calibration().intercept().figure()).isPresent();
    }
  }

  @Nested
  class Undefined {

    private final double[] some = {0.1, 0.2, 0.6};

    @Test
    void withoutEvents() {
      Evaluation none = evaluate(some, new boolean[3]);
      assertUndefined(none.discrimination().auroc(), Reason.NO_EVENTS);
      assertUndefined(none.discrimination().auprc(), Reason.NO_EVENTS);
      assertUndefined(none.discrimination().rocCurve().get(50).y(), Reason.NO_EVENTS);
      assertUndefined(none.discrimination().precisionRecallCurve().get(50).y(), Reason.NO_EVENTS);
      assertUndefined(none.calibration().intercept(), Reason.NO_EVENTS);
      assertUndefined(none.calibration().slope(), Reason.NO_EVENTS);
      assertUndefined(none.calibration().integratedIndex(), Reason.NO_EVENTS);
      assertUndefined(none.overall().scaledBrier(), Reason.NO_EVENTS);
      assertUndefined(none.thresholds().get(0).recall(), Reason.NO_EVENTS);
      assertFigure(none.overall().brier(), 0.41 / 3, EXACT);
      assertFigure(none.calibration().inTheLarge(), -0.3, EXACT);
      assertFigure(none.calibration().observedToExpected(), 0, 0);
      assertFigure(none.thresholds().get(0).specificity(), 2.0 / 3, 0);
    }

    @Test
    void withoutNonEvents() {
      Evaluation all = evaluate(some, new boolean[] {true, true, true});
      assertUndefined(all.discrimination().auroc(), Reason.NO_NON_EVENTS);
      assertUndefined(all.discrimination().rocCurve().get(0).y(), Reason.NO_NON_EVENTS);
      assertUndefined(all.calibration().slope(), Reason.NO_NON_EVENTS);
      assertUndefined(all.thresholds().get(0).specificity(), Reason.NO_NON_EVENTS);
      assertFigure(all.discrimination().auprc(), 1, 0);
    }

    @Test
    void withoutPositiveOrNegativePredictions() {
      Evaluation evaluation =
          new Evaluator(plain(0.95, 0.05)).evaluate(Predictions.of(PROBABILITIES, OUTCOMES));
      ThresholdPerformance high = evaluation.thresholds().get(0);
      assertUndefined(high.precision(), Reason.NO_POSITIVE_PREDICTIONS);
      assertFigure(high.recall(), 0, 0);
      assertFigure(high.f1(), 0, 0);
      assertUndefined(
          evaluation.thresholds().get(1).negativePredictiveValue(), Reason.NO_NEGATIVE_PREDICTIONS);
    }

    @Test
    void wherePredictionsSeparate() {
      Evaluation perfect =
          evaluate(new double[] {0.1, 0.2, 0.8, 0.9}, new boolean[] {false, false, true, true});
      assertFigure(perfect.discrimination().auroc(), 1, 0);
      assertUndefined(perfect.calibration().slope(), Reason.SEPARATED);
      assertUndefined(perfect.calibration().integratedIndex(), Reason.SEPARATED);
      assertFigure(perfect.calibration().intercept(), 0, 1e-12);
    }

    @Test
    void whereNothingIsExpected() {
      Evaluation nothing = evaluate(new double[] {0, 0}, new boolean[] {true, false});
      assertUndefined(nothing.calibration().observedToExpected(), Reason.NOTHING_EXPECTED);
    }
  }
}
