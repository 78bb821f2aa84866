package org.andiron.risk.evaluation;

import java.util.List;

/**
 * All figures of some predictions.
 *
 * @param settings with which they were computed
 * @param resampling what the bootstrap drew: rows, where patients were to be drawn and nobody said
 *     whose the rows are
 * @param thresholds in the order of the settings
 * @param decisionCurve at the thresholds 0.002, 0.004, … 0.1, 0.11, 0.12, … 0.99
 * @param histogram of the predictions: 50 bars from 0 to 0.05, 0.1, 0.2, 0.5 or 1, so that all are
 *     in it
 * @param subgroups by attribute, in the order in which they were given
 */
public record Evaluation(
    EvaluationSettings settings,
    Resampling resampling,
    SampleSize sample,
    Overall overall,
    Discrimination discrimination,
    Calibration calibration,
    List<ThresholdPerformance> thresholds,
    List<DecisionPoint> decisionCurve,
    List<HistogramBar> histogram,
    List<SubgroupComparison> subgroups) {

  public Evaluation {
    thresholds = List.copyOf(thresholds);
    decisionCurve = List.copyOf(decisionCurve);
    histogram = List.copyOf(histogram);
    subgroups = List.copyOf(subgroups);
  }
}
