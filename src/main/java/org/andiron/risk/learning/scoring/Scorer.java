package org.andiron.risk.learning.scoring;

/**
 * What was learned, ready to score. Safe for use by several threads; the same row has the same
 * score, bit for bit.
 */
public interface Scorer {

  /** How many numbers a row has. */
  int columns();

  /**
   * The score of a row: log odds before calibration, or the quantity. It may not be finite.
   *
   * @param row as long as there are columns; NaN where the algorithm leaves what is missing
   */
  double score(double[] row);
}
