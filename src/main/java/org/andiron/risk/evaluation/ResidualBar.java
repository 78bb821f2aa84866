package org.andiron.risk.evaluation;

/**
 * How many residuals, observed less predicted, lie in a range.
 *
 * @param from where it begins
 * @param before where the next bar begins; what the last bar ends at belongs to it
 * @param rows in it
 */
public record ResidualBar(double from, double before, int rows) {}
