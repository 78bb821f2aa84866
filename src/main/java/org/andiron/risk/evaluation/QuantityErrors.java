package org.andiron.risk.evaluation;

/**
 * How far predicted numbers are from those that came about. All but the last are in the unit of the
 * outcome.
 *
 * @param rootMeanSquare of the errors, RMSE
 * @param meanAbsolute of the errors, MAE
 * @param medianAbsolute of the errors: half are smaller
 * @param bias mean of observed less predicted; above 0 if predictions are too low
 * @param explained R²: {@code 1 - Σ(observed - predicted)² / Σ(observed - m)²} with the mean m of
 *     the training, so that 0 is what predicting that mean of everybody gives, and below 0 is worse
 */
public record QuantityErrors(
    Estimate rootMeanSquare,
    Estimate meanAbsolute,
    Estimate medianAbsolute,
    Estimate bias,
    Estimate explained) {}
