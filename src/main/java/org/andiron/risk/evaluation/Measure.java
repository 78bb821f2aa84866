package org.andiron.risk.evaluation;

/** Figures that are made of a tally: once of all rows, and again of each resample. */
interface Measure {

  /** Always as many, in the same order; NaN where there is no figure. */
  double[] of(Tally tally);
}
