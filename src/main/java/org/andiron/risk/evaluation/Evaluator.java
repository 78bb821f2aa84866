package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.andiron.risk.evaluation.Estimate.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Computes all figures of predictions. The rows are sorted once; each resample of the bootstrap is
 * a number for each row, how often it was drawn, and all its figures come from one pass. The same
 * rows in another order, with the same seed, give the same figures and intervals. Of more than
 * 1,024 different predictions, the fits of the calibration take those together for resamples that
 * lie within 0.01 in log-odds; for the figures themselves they take each alone.
 */
public final class Evaluator {

  /** Finer where rare outcomes have their thresholds. */
  private static final List<Double> DECISION_THRESHOLDS =
      Stream.concat(
              IntStream.rangeClosed(1, 50).mapToObj(it -> it / 500.0),
              IntStream.rangeClosed(11, 99).mapToObj(it -> it / 100.0))
          .toList();

  private static final int HISTOGRAM_BARS = 50;
  private static final List<Double> HISTOGRAM_ENDS = List.of(0.05, 0.1, 0.2, 0.5);
  private static final int CURVE_STEPS = 50;
  private static final double CURVE_BEGIN = 0.01;
  private static final double CURVE_END = 0.99;
  private static final double[] KNOTS = {0.05, 0.35, 0.65, 0.95};

  private final EvaluationSettings settings;

  /** Evaluates with some settings. */
  public Evaluator(EvaluationSettings settings) {
    this.settings = settings;
  }

  /** Area under the ROC curve, without interval. */
  public static Estimate auroc(Predictions predictions) {
    Ranking ranking = Ranking.of(predictions, Ranking.order(predictions));
    Tally tally = new Bootstrap().tally(ranking, ranking.size());
    double auroc = RankMeasures.auroc(tally);
    return Double.isFinite(auroc)
        ? new Estimate.Defined(auroc, null)
        : new Estimate.Undefined(oneSided(tally));
  }

  /** All figures. */
  public Evaluation evaluate(Predictions predictions) {
    int[] order = Ranking.order(predictions);
    Ranking ranking = Ranking.of(predictions, order);
    Bootstrap bootstrap = new Bootstrap();
    Tally all = bootstrap.tally(ranking, ranking.size());
    SampleSize sample =
        new SampleSize(
            all.rows(), patients(predictions), all.events(), all.predicted() / all.rows());
    List<HistogramBar> histogram = histogram(all);
    Function<Replicates, Overall> overall = overall(bootstrap, all);
    Function<Replicates, Discrimination> discrimination = discrimination(bootstrap, all);
    Function<Replicates, Calibration> calibration = calibration(bootstrap, all);
    List<Function<Replicates, ThresholdPerformance>> thresholds =
        settings.thresholds().stream().map(it -> threshold(it, bootstrap, all)).toList();
    Function<Replicates, List<DecisionPoint>> decisionCurve = decisionCurve(bootstrap, all);
    List<SubgroupFigures> subgroups = new ArrayList<>();
    predictions
        .groups()
        .forEach(
            (attribute, values) ->
                subgroups.add(
                    new SubgroupFigures(
                        attribute, inOrder(values, order), ranking, settings, bootstrap)));
    Resampling resampling =
        settings.resampling() == Resampling.PATIENTS && predictions.patients() == null
            ? Resampling.ROWS
            : settings.resampling();
    Replicates replicates = bootstrap.run(settings, Resampler.of(resampling, predictions, order));
    return new Evaluation(
        settings,
        resampling,
        sample,
        overall.apply(replicates),
        discrimination.apply(replicates),
        calibration.apply(replicates),
        thresholds.stream().map(it -> it.apply(replicates)).toList(),
        decisionCurve.apply(replicates),
        histogram,
        subgroups.stream().map(it -> it.of(replicates)).toList());
  }

  private static int patients(Predictions predictions) {
    List<String> patients = predictions.patients();
    return patients == null ? predictions.size() : (int) patients.stream().distinct().count();
  }

  private static List<@Nullable String> inOrder(List<@Nullable String> values, int[] order) {
    List<@Nullable String> ordered = new ArrayList<>(order.length);
    for (int row : order) {
      ordered.add(values.get(row));
    }
    return ordered;
  }

  /** Why a figure has no value that needs rows with the outcome and rows without it. */
  private static Reason oneSided(Tally all) {
    return all.events() == 0 ? Reason.NO_EVENTS : Reason.NO_NON_EVENTS;
  }

  private static Reason orOneSided(Tally all, Reason otherwise) {
    return all.events() > 0 && all.nonEvents() > 0 ? otherwise : oneSided(all);
  }

  private static Function<Replicates, Overall> overall(Bootstrap bootstrap, Tally all) {
    Reason reason = oneSided(all);
    int column =
        bootstrap.add(
            all,
            tally -> {
              double brier = tally.squared() / tally.rows();
              double frequency = (double) tally.events() / tally.rows();
              double variance = frequency * (1 - frequency);
              return new double[] {brier, variance == 0 ? Double.NaN : 1 - brier / variance};
            });
    return it -> new Overall(it.estimate(column, reason), it.estimate(column + 1, reason));
  }

  private static Function<Replicates, Discrimination> discrimination(
      Bootstrap bootstrap, Tally all) {
    Reason reason = oneSided(all);
    int column =
        bootstrap.add(
            all, tally -> new double[] {RankMeasures.auroc(tally), RankMeasures.auprc(tally)});
    int roc = bootstrap.add(all, RankMeasures::rocCurve);
    int precision = bootstrap.add(all, RankMeasures::precisionCurve);
    int steps = RankMeasures.STEPS;
    return it ->
        new Discrimination(
            it.estimate(column, reason),
            it.estimate(column + 1, reason),
            points(steps + 1, i -> point((double) i / steps, it.estimate(roc + i, reason))),
            points(steps, i -> point((i + 1.0) / steps, it.estimate(precision + i, reason))));
  }

  private static CurvePoint point(double x, Estimate y) {
    return new CurvePoint(x, y);
  }

  private static <T> List<T> points(int number, IntFunction<T> at) {
    return IntStream.range(0, number).mapToObj(at).toList();
  }

  private Function<Replicates, Calibration> calibration(Bootstrap bootstrap, Tally all) {
    Ranking ranking = all.ranking();
    double[] sorted =
        IntStream.range(0, ranking.size()).mapToDouble(ranking::probability).toArray();
    Arrays.sort(sorted);
    double[] curve = curve(sorted);
    Spline spline =
        new Spline(
            Arrays.stream(KNOTS)
                .map(it -> CalibrationCells.logit(Quantiles.ofSorted(sorted, it)))
                .toArray());
    CalibrationCells coarse = CalibrationCells.coarse(ranking);
    Recalibration exact = new Recalibration(CalibrationCells.exact(ranking), spline, curve);
    Recalibration quick = new Recalibration(coarse, spline, curve);
    quick.startFrom(all);
    ReliabilityBins bins = new ReliabilityBins(ranking, settings.calibrationBins());
    int large =
        bootstrap.add(
            all,
            tally ->
                new double[] {
                  (tally.events() - tally.predicted()) / tally.rows(),
                  tally.events() / tally.predicted()
                });
    int fits = bootstrap.add(all, exact, quick);
    int binned = bootstrap.add(all, bins);
    Reason separated = orOneSided(all, Reason.SEPARATED);
    Reason slope = ranking.ties().length == 1 ? orOneSided(all, Reason.NO_VARIATION) : separated;
    List<Function<Replicates, CalibrationBin>> filled =
        points(bins.size(), bin -> bin(bins, bin, binned + 1 + bin, all));
    return it ->
        new Calibration(
            it.estimate(large, Reason.NO_EVENTS),
            it.estimate(large + 1, Reason.NOTHING_EXPECTED),
            it.estimate(fits + Recalibration.INTERCEPT, separated),
            it.estimate(fits + Recalibration.SLOPE, slope),
            it.estimate(binned, Reason.NO_EVENTS),
            it.estimate(fits + Recalibration.INDEX, separated),
            filled.stream().map(bin -> bin.apply(it)).toList(),
            points(
                curve.length,
                i -> point(curve[i], it.estimate(fits + Recalibration.CURVE + i, separated))));
  }

  private static double[] curve(double[] sorted) {
    double begin = Quantiles.ofSorted(sorted, CURVE_BEGIN);
    double end = Quantiles.ofSorted(sorted, CURVE_END);
    return IntStream.rangeClosed(0, CURVE_STEPS)
        .mapToDouble(i -> begin + (end - begin) * i / CURVE_STEPS)
        .toArray();
  }

  private static Function<Replicates, CalibrationBin> bin(
      ReliabilityBins bins, int bin, int column, Tally all) {
    int rows = all.rows(bins.from(bin), bins.end(bin));
    int events = all.events(bins.from(bin), bins.end(bin));
    double mean = all.predicted(bins.from(bin), bins.end(bin)) / rows;
    return it -> {
      Estimate frequency = it.estimate(column, Reason.NO_EVENTS);
      return new CalibrationBin(
          rows,
          events,
          mean,
          events > 0 && events < rows
              ? frequency
              : new Estimate.Defined((double) events / rows, null));
    };
  }

  private static Function<Replicates, ThresholdPerformance> threshold(
      double threshold, Bootstrap bootstrap, Tally all) {
    ThresholdMeasure measure = new ThresholdMeasure(all.ranking(), threshold);
    ThresholdMeasure.Confusion confusion = measure.confusion(all);
    int column = bootstrap.add(all, measure);
    return it ->
        new ThresholdPerformance(
            threshold,
            confusion.truePositives(),
            confusion.falsePositives(),
            confusion.trueNegatives(),
            confusion.falseNegatives(),
            it.estimate(column, Reason.NO_EVENTS),
            it.estimate(column + 1, Reason.NO_POSITIVE_PREDICTIONS),
            it.estimate(column + 2, Reason.NO_EVENTS),
            it.estimate(column + 3, Reason.NO_NON_EVENTS),
            it.estimate(column + 4, Reason.NO_NEGATIVE_PREDICTIONS),
            it.estimate(column + 5, Reason.NO_EVENTS));
  }

  private static Function<Replicates, List<DecisionPoint>> decisionCurve(
      Bootstrap bootstrap, Tally all) {
    List<ThresholdMeasure> measures =
        DECISION_THRESHOLDS.stream().map(it -> new ThresholdMeasure(all.ranking(), it)).toList();
    int column =
        bootstrap.add(
            all,
            tally ->
                measures.stream()
                    .map(it -> it.netBenefit(tally))
                    .flatMapToDouble(Arrays::stream)
                    .toArray());
    return it ->
        points(
            measures.size(),
            i ->
                new DecisionPoint(
                    DECISION_THRESHOLDS.get(i),
                    it.estimate(column + 2 * i, Reason.NO_EVENTS),
                    it.estimate(column + 2 * i + 1, Reason.NO_EVENTS)));
  }

  private static List<HistogramBar> histogram(Tally all) {
    Ranking ranking = all.ranking();
    double highest = ranking.probability(0);
    double to = HISTOGRAM_ENDS.stream().filter(it -> highest <= it).findFirst().orElse(1.0);
    List<HistogramBar> bars = new ArrayList<>();
    for (int bar = 0; bar < HISTOGRAM_BARS; bar++) {
      double from = to * bar / HISTOGRAM_BARS;
      double before = to * (bar + 1) / HISTOGRAM_BARS;
      int end = ranking.reaching(from);
      int begin = bar == HISTOGRAM_BARS - 1 ? 0 : ranking.reaching(before);
      int events = all.events(begin, end);
      bars.add(new HistogramBar(from, before, events, all.rows(begin, end) - events));
    }
    return bars;
  }
}
