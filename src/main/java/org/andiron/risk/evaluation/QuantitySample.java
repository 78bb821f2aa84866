package org.andiron.risk.evaluation;

/**
 * How much there was to evaluate.
 *
 * @param rows predictions
 * @param patients as many as rows if nobody said whose they are
 * @param meanPrediction mean of what was predicted
 * @param meanObserved mean of what came about
 * @param deviation standard deviation of what came about, of these rows alone: divided by their
 *     number
 * @param trainingMean mean outcome of those whom the model was learned of
 */
public record QuantitySample(
    int rows,
    int patients,
    double meanPrediction,
    double meanObserved,
    double deviation,
    double trainingMean) {}
