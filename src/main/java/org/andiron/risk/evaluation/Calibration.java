package org.andiron.risk.evaluation;

import java.util.List;

/**
 * Whether as many have the outcome as was predicted.
 *
 * @param inTheLarge frequency of the outcome less mean prediction; above 0 if risk is
 *     underestimated
 * @param observedToExpected rows with the outcome, divided by the sum of predictions
 * @param intercept what is to be added to the log-odds of all predictions, with the slope kept at
 *     1; ideal 0
 * @param slope by what the log-odds are to be multiplied, with an intercept of its own; ideal 1,
 *     below it predictions are too extreme
 * @param expectedError ECE: mean absolute difference between frequency and mean prediction over the
 *     bins, weighted with their rows. M. P. Naeini et al., "Obtaining well calibrated probabilities
 *     using Bayesian binning", AAAI 2015
 * @param integratedIndex ICI: the same without bins, with the smooth curve
 * @param bins reliability curve, from low predictions to high
 * @param curve smooth frequency over prediction, by logistic regression on a restricted cubic
 *     spline of the log-odds with knots at their percentiles 5, 35, 65 and 95; between the
 *     percentiles 1 and 99 of the predictions
 */
public record Calibration(
    Estimate inTheLarge,
    Estimate observedToExpected,
    Estimate intercept,
    Estimate slope,
    Estimate expectedError,
    Estimate integratedIndex,
    List<CalibrationBin> bins,
    List<CurvePoint> curve) {

  public Calibration {
    bins = List.copyOf(bins);
    curve = List.copyOf(curve);
  }
}
