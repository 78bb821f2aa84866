package org.andiron.risk.evaluation;

/**
 * How far predictions are from outcomes.
 *
 * @param brier mean squared difference, 0 (all are right and certain) to 1. G. W. Brier,
 *     "Verification of forecasts expressed in terms of probability", Monthly Weather Review
 *     1950;78:1-3
 * @param scaledBrier {@code 1 - brier / (f (1 - f))} with the frequency f of the outcome: 1 for
 *     perfect predictions, 0 for those that are f for everybody, below 0 for worse (Steyerberg
 *     2010)
 */
public record Overall(Estimate brier, Estimate scaledBrier) {}
