package org.andiron.risk.evaluation;

/**
 * Quantiles of a sample, on a line between neighbours.
 *
 * @see <a href="https://doi.org/10.1080/00031305.1996.10473566">R. J. Hyndman, Y. Fan, "Sample
 *     Quantiles in Statistical Packages", The American Statistician 1996;50:361-365, type 7</a>
 */
final class Quantiles {

  private Quantiles() {}

  /**
   * A quantile.
   *
   * @param sorted from low to high, at least one
   * @param share 0 for the lowest, 1 for the highest
   */
  static double ofSorted(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
