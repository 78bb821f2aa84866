package org.andiron.risk.evaluation;

/**
 * Rows with similar predictions.
 *
 * @param rows how many
 * @param meanPrediction their mean prediction
 * @param meanObserved mean of what came about
 */
public record QuantityBin(int rows, double meanPrediction, Estimate meanObserved) {}
