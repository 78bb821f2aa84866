package org.andiron.risk.evaluation;

/**
 * What comes of calling a prediction positive from a threshold on.
 *
 * @param threshold probability, itself positive
 * @param accuracy the part that is right
 * @param precision the part of the positive that have the outcome: positive predictive value
 * @param recall the part of those with the outcome that are positive: sensitivity
 * @param specificity the part of those without it that are negative
 * @param negativePredictiveValue the part of the negative that do not have the outcome
 * @param f1 harmonic mean of precision and recall
 */
public record ThresholdPerformance(
    double threshold,
    int truePositives,
    int falsePositives,
    int trueNegatives,
    int falseNegatives,
    Estimate accuracy,
    Estimate precision,
    Estimate recall,
    Estimate specificity,
    Estimate negativePredictiveValue,
    Estimate f1) {}
