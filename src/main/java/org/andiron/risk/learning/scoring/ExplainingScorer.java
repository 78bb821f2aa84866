package org.andiron.risk.learning.scoring;

/** A scorer that tells what each input contributed to a score. */
public interface ExplainingScorer extends Scorer {

  /** The score of the background, with which rows are compared. */
  double base();

  /**
   * What each input contributed to the score of a row, compared with the {@link #base}; together
   * the difference of both, within 1e-9.
   *
   * @param inputOfColumn for each column the place of its input
   * @param inputs how many there are
   */
  double[] contributions(double[] row, int[] inputOfColumn, int inputs);
}
