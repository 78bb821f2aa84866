package org.andiron.risk.evaluation.monitoring;

/**
 * A sum that never falls below 0, and its way over some time. The sum at the end depends on the one
 * at the begin only by {@code max(begin + total, end)}, so that times can be put together after
 * they were counted apart.
 *
 * @param total of all steps
 * @param end at the end, if it was 0 at the begin
 * @param highestTotal of the sum of the first steps, however many; not below 0
 * @param peak highest on the way, if it was 0 at the begin
 */
public record Cusum(double total, double end, double highestTotal, double peak) {

  /** No steps. */
  public static final Cusum NONE = new Cusum(0, 0, 0, 0);

  /**
   * @throws IllegalArgumentException if a number is not finite, or below 0 where it cannot be
   */
  public Cusum {
    if (!Double.isFinite(total) || !finite(end) || !finite(highestTotal) || !finite(peak)) {
      throw new IllegalArgumentException(
          "no sum: %s, %s, %s, %s".formatted(total, end, highestTotal, peak));
    }
  }

  private static boolean finite(double number) {
    return Double.isFinite(number) && number >= 0;
  }

  /** This and one more step. */
  Cusum and(double step) {
    double added = total + step;
    double reached = Math.max(0, end + step);
    return new Cusum(added, reached, Math.max(highestTotal, added), Math.max(peak, reached));
  }

  /** This, then what came later. */
  Cusum then(Cusum later) {
    return new Cusum(
        total + later.total,
        Math.max(later.end, end + later.total),
        Math.max(highestTotal, total + later.highestTotal),
        Math.max(peak, Math.max(later.peak, end + later.highestTotal)));
  }
}
