package org.andiron.risk.evaluation;

/**
 * How many predictions lie in a range.
 *
 * @param from first prediction
 * @param before the next bar's first; what the last bar ends at belongs to it
 * @param events with the outcome
 * @param nonEvents without it
 */
public record HistogramBar(double from, double before, int events, int nonEvents) {}
