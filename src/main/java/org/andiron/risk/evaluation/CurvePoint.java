package org.andiron.risk.evaluation;

/** A point of a curve, with the interval of its height. */
public record CurvePoint(double x, Estimate y) {}
