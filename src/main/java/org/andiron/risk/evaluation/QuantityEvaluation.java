package org.andiron.risk.evaluation;

import java.util.List;

/**
 * All figures of some predictions of numbers.
 *
 * @param settings with which they were computed
 * @param resampling what the bootstrap drew: rows, where patients were to be drawn and nobody said
 *     whose the rows are
 * @param agreement rows by predicted (x) and observed (y)
 * @param residuals rows by predicted (x) and observed less predicted (y)
 * @param histogram of observed less predicted
 * @param subgroups by attribute, in the order in which they were given
 */
public record QuantityEvaluation(
    QuantitySettings settings,
    Resampling resampling,
    QuantitySample sample,
    QuantityErrors errors,
    QuantityCalibration calibration,
    List<QuantityCell> agreement,
    List<QuantityCell> residuals,
    List<ResidualBar> histogram,
    List<QuantityComparison> subgroups) {

  public QuantityEvaluation {
    agreement = List.copyOf(agreement);
    residuals = List.copyOf(residuals);
    histogram = List.copyOf(histogram);
    subgroups = List.copyOf(subgroups);
  }
}
