package org.andiron.risk.evaluation;

/**
 * How the model does for one group of patients. Figures of a group that is too small are undefined,
 * {@link Estimate.Reason#INSUFFICIENT}.
 *
 * @param value of the attribute
 * @param rows how many
 * @param rootMeanSquare of the errors
 * @param meanAbsolute of the errors
 * @param bias mean of observed less predicted
 */
public record QuantitySubgroup(
    String value, int rows, Estimate rootMeanSquare, Estimate meanAbsolute, Estimate bias) {}
