package org.andiron.risk.evaluation;

import java.util.Arrays;

/**
 * Restricted cubic spline: cubic between its knots, a line outside of them. With fewer than three
 * different knots it is a line.
 *
 * @see <a href="https://doi.org/10.1007/978-3-319-19425-7">F. E. Harrell, "Regression Modeling
 *     Strategies", 2nd edition, Springer 2015, section 2.4.5</a>
 */
final class Spline {

  private static final int FEWEST_KNOTS = 3;

  private final double[] knots;

  Spline(double[] knots) {
    double[] different = Arrays.stream(knots).sorted().distinct().toArray();
    this.knots = different.length < FEWEST_KNOTS ? new double[0] : different;
  }

  /** Number of terms, without the intercept. */
  int terms() {
    return Math.max(1, knots.length - 1);
  }

  /**
   * A term: the first is the value itself.
   *
   * @param term from 0
   */
  double term(int term, double value) {
    if (term == 0) {
      return value;
    }
    double last = knots[knots.length - 1];
    double before = knots[knots.length - 2];
    double knot = knots[term - 1];
    double range = last - knots[0];
    return (cube(value - knot)
            - cube(value - before) * (last - knot) / (last - before)
            + cube(value - last) * (before - knot) / (last - before))
        / (range * range);
  }

  private static double cube(double value) {
    return value > 0 ? value * value * value : 0;
  }
}
