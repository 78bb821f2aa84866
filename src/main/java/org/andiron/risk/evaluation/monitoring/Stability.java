package org.andiron.risk.evaluation.monitoring;

import java.util.Optional;

/**
 * How far a distribution has moved: the population stability index, the sum of {@code (a - b) ln(a
 * / b)} over the bins, with the parts a and b of both. 0 if they are the same; the same both ways.
 * By custom, below 0.1 is none to speak of and above 0.2 is one to look at (N. Siddiqi, "Credit
 * Risk Scorecards", Wiley 2006).
 *
 * @param index not below 0. A bin that is empty on one side counts as half a value of the smaller
 *     sample, so that the index is finite
 * @param byChance what the index of two samples of these sizes from the same distribution exceeds
 *     once in a hundred thousand times
 * @see <a href="https://doi.org/10.21314/JRMV.2020.227">B. Yurdakul, J. Naranjo, "Statistical
 *     properties of the population stability index", Journal of Risk Model Validation 2020;14(4):
 *     the index is distributed as (1/n + 1/m) times chi-squared with one degree less than bins</a>
 */
public record Stability(double index, double byChance) {

  /** Standard normal deviate that is exceeded once in a hundred thousand times. */
  private static final double RARE = 4.264890793922825;

  /**
   * Compares counts.
   *
   * @return nothing if one of them is empty
   * @throws IllegalArgumentException if they are of another number of bins
   */
  public static Optional<Stability> of(BinCounts one, BinCounts other) {
    if (one.counts().size() != other.counts().size()) {
      throw new IllegalArgumentException(
          "counts of %d bins and of %d".formatted(one.counts().size(), other.counts().size()));
    }
    double n = one.total();
    double m = other.total();
    if (n == 0 || m == 0) {
      return Optional.empty();
    }
    double least = 0.5 / Math.min(n, m);
    double index = 0;
    int filled = 0;
    for (int i = 0; i < one.counts().size(); i++) {
      double a = Math.max(one.counts().get(i) / n, least);
      double b = Math.max(other.counts().get(i) / m, least);
      index += (a - b) * (Math.log(a) - Math.log(b));
      filled += one.counts().get(i) + other.counts().get(i) > 0 ? 1 : 0;
    }
    return Optional.of(new Stability(index, (1 / n + 1 / m) * rareChiSquared(filled - 1)));
  }

  /** Quantile 0.99999 of the chi-squared distribution, after Wilson and Hilferty (1931). */
  private static double rareChiSquared(int degrees) {
    if (degrees == 0) {
      return 0;
    }
    double part = 2.0 / (9 * degrees);
    return degrees * Math.pow(1 - part + RARE * Math.sqrt(part), 3);
  }

  /** Whether the index is above a limit, such as 0.2, and not by chance. */
  public boolean exceeds(double limit) {
    return index > limit && index > byChance;
  }
}
