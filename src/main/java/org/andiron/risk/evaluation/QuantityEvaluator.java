package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.andiron.risk.evaluation.Estimate.Reason;

/**
 * Computes all figures of predictions of numbers, with intervals of the same bootstrap as {@link
 * Evaluator}. The same rows in another order, with the same seed, give the same.
 */
public final class QuantityEvaluator {

  private final QuantitySettings settings;

  /** Evaluates with some settings. */
  public QuantityEvaluator(QuantitySettings settings) {
    this.settings = settings;
  }

  /** R² alone, with its interval. */
  public Estimate explained(QuantityPredictions predictions) {
    QuantityRows rows = new QuantityRows(predictions);
    QuantityBootstrap bootstrap = new QuantityBootstrap();
    int column = bootstrap.add(rows.measures(row -> true)::of, QuantityMeasures.NUMBER);
    return run(rows, bootstrap, drawn(predictions))
        .estimate(column + QuantityMeasures.EXPLAINED, Reason.NOTHING_TO_EXPLAIN);
  }

  /** All figures. */
  public QuantityEvaluation evaluate(QuantityPredictions predictions) {
    QuantityRows rows = new QuantityRows(predictions);
    QuantityBootstrap bootstrap = new QuantityBootstrap();
    QuantityMeasures all = rows.measures(row -> true);
    int column = bootstrap.add(all::of, QuantityMeasures.NUMBER);
    List<Function<Replicates, QuantityBin>> bins = bins(rows, bootstrap);
    List<QuantityGroups> groups = new ArrayList<>();
    rows.groups()
        .forEach(
            (attribute, values) ->
                groups.add(new QuantityGroups(attribute, values, rows, settings, bootstrap)));
    Resampling resampling = drawn(predictions);
    Replicates replicates = run(rows, bootstrap, resampling);
    double[] residuals = rows.residuals();
    QuantityGrid both = QuantityGrid.over(rows.predicted(), rows.observed());
    QuantityGrid upwards = QuantityGrid.over(residuals);
    return new QuantityEvaluation(
        settings,
        resampling,
        sample(rows, predictions.trainingMean()),
        errors(replicates, column),
        new QuantityCalibration(
            replicates.estimate(column + QuantityMeasures.INTERCEPT, Reason.NO_VARIATION),
            replicates.estimate(column + QuantityMeasures.SLOPE, Reason.NO_VARIATION),
            bins.stream().map(it -> it.apply(replicates)).toList()),
        both.cells(rows.predicted(), both, rows.observed()),
        QuantityGrid.over(rows.predicted()).cells(rows.predicted(), upwards, residuals),
        upwards.bars(residuals),
        groups.stream().map(it -> it.of(replicates)).toList());
  }

  private Resampling drawn(QuantityPredictions predictions) {
    return predictions.patients() == null ? Resampling.ROWS : settings.resampling();
  }

  private Replicates run(QuantityRows rows, QuantityBootstrap bootstrap, Resampling resampling) {
    return bootstrap.run(rows.size(), settings, rows.resampler(resampling));
  }

  private static QuantitySample sample(QuantityRows rows, double trainingMean) {
    double mean = mean(rows.observed());
    double variance =
        Arrays.stream(rows.observed()).map(it -> (it - mean) * (it - mean)).sum() / rows.size();
    return new QuantitySample(
        rows.size(),
        rows.patients(),
        mean(rows.predicted()),
        mean,
        Math.sqrt(variance),
        trainingMean);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static QuantityErrors errors(Replicates replicates, int column) {
    return new QuantityErrors(
        replicates.estimate(column + QuantityMeasures.ROOT_MEAN_SQUARE, Reason.INSUFFICIENT),
        replicates.estimate(column + QuantityMeasures.MEAN_ABSOLUTE, Reason.INSUFFICIENT),
        replicates.estimate(column + QuantityMeasures.MEDIAN_ABSOLUTE, Reason.INSUFFICIENT),
        replicates.estimate(column + QuantityMeasures.BIAS, Reason.INSUFFICIENT),
        replicates.estimate(column + QuantityMeasures.EXPLAINED, Reason.NOTHING_TO_EXPLAIN));
  }

  private List<Function<Replicates, QuantityBin>> bins(
      QuantityRows rows, QuantityBootstrap bootstrap) {
    List<Function<Replicates, QuantityBin>> bins = new ArrayList<>();
    int begin = 0;
    for (int end : rows.ends(settings.calibrationBins())) {
      int from = begin;
      int column = bootstrap.add(counts -> meanObserved(rows, from, end, counts), 1);
      bins.add(
          replicates ->
              new QuantityBin(
                  end - from,
                  mean(Arrays.copyOfRange(rows.predicted(), from, end)),
                  replicates.estimate(column, Reason.INSUFFICIENT)));
      begin = end;
    }
    return bins;
  }

  private static double[] meanObserved(QuantityRows rows, int from, int end, int[] counts) {
    double sum =
        IntStream.range(from, end).mapToDouble(it -> counts[it] * rows.observed()[it]).sum();
    int number = IntStream.range(from, end).map(it -> counts[it]).sum();
    return new double[] {sum / number};
  }
}
