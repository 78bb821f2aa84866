package org.andiron.risk.learning.scoring;

import java.util.Random;

/** Rows of numbers with an outcome that depends on the first two columns. */
public final class TestRows {

  private TestRows() {}

  /** Rows; of every tenth a number is missing. */
  public static double[][] withGaps(int rows, int columns, long seed) {
    double[][] all = complete(rows, columns, seed);
    for (int row = 0; row < rows; row += 10) {
      all[row][row / 10 % columns] = Double.NaN;
    }
    return all;
  }

  public static double[][] complete(int rows, int columns, long seed) {
    Random random = new Random(seed);
    double[][] all = new double[rows][columns];
    for (double[] row : all) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return all;
  }

  /** Outcomes with log odds of one and a half times the first column less the second. */
  public static double[] outcomes(double[][] rows, long seed) {
    Random random = new Random(seed);
    double[] outcomes = new double[rows.length];
    for (int row = 0; row < outcomes.length; row++) {
      double first = Double.isNaN(rows[row][0]) ? 0 : rows[row][0];
      double second = Double.isNaN(rows[row][1]) ? 0 : rows[row][1];
      double logit = 1.5 * first - second - 0.5;
      outcomes[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    }
    return outcomes;
  }
}
