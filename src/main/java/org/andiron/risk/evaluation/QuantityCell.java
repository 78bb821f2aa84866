package org.andiron.risk.evaluation;

/**
 * How many rows lie about a point of a plot. Rows are counted in cells so that a report does not
 * grow with the cohort and has the numbers of a single patient only roughly.
 *
 * @param x middle of the cell
 * @param y middle of the cell
 * @param rows in it, at least 1
 */
public record QuantityCell(double x, double y, int rows) {}
