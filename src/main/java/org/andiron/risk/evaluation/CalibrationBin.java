package org.andiron.risk.evaluation;

/**
 * Rows with similar predictions.
 *
 * @param rows how many
 * @param events how many of them have the outcome
 * @param meanPrediction their mean probability
 * @param frequency the part with the outcome. No interval where none has it or all have it: the
 *     bootstrap cannot say how certain that is
 */
public record CalibrationBin(int rows, int events, double meanPrediction, Estimate frequency) {}
