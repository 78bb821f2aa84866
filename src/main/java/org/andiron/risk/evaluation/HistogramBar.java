package org.andiron.risk.evaluation;

/**
 * How many predictions lie in a range.
 *
 * @param from first prediction
 * @param before the next bar's first; 1 belongs to the last bar
 * @param events with the outcome
 * @param nonEvents without it
 */
public record HistogramBar(double from, double before, int events, int nonEvents) {}
