package org.andiron.risk.learning;

/** The mean row of training rows, with which others are compared. */
final class Background {

  private Background() {}

  /** The mean of each column over the rows that have a number in it. */
  static double[] of(double[][] rows) {
    double[] means = new double[rows[0].length];
    for (int i = 0; i < means.length; i++) {
      double sum = 0;
      int there = 0;
      for (double[] row : rows) {
        if (!Double.isNaN(row[i])) {
          sum += row[i];
          there++;
        }
      }
      means[i] = there == 0 ? 0 : sum / there;
    }
    return means;
  }
}
