package org.andiron.risk.evaluation;

/**
 * Between which values a figure lies, at the level that the {@link EvaluationSettings} name.
 *
 * @param low finite
 * @param high finite, not below {@code low}
 */
public record Interval(double low, double high) {

  /**
   * @throws IllegalArgumentException if an end is not finite, or they are in the wrong order
   */
  public Interval {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException("no interval: " + low + " to " + high);
    }
  }

  /** Whether a value lies in it, its ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
