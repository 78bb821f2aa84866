package org.andiron.risk.evaluation;

import java.util.List;

/**
 * Whether predicted numbers mean what they say: the line by least squares of observed on predicted.
 *
 * @param intercept in the unit of the outcome; ideal 0, where the slope is 1
 * @param slope ideal 1, below it predictions are too extreme
 * @param bins rows with similar predictions, from low to high
 */
public record QuantityCalibration(Estimate intercept, Estimate slope, List<QuantityBin> bins) {

  public QuantityCalibration {
    bins = List.copyOf(bins);
  }
}
