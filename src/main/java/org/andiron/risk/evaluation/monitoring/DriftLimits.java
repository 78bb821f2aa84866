package org.andiron.risk.evaluation.monitoring;

/**
 * From where on a change is one to look at.
 *
 * @param stability population stability index of a feature, of its units or of the score
 * @param missing by how much the part of values that are missing may rise
 */
public record DriftLimits(double stability, double missing) {

  /** Index 0.2, and ten in a hundred more missing. */
  public static final DriftLimits USUAL = new DriftLimits(0.2, 0.1);

  /**
   * @throws IllegalArgumentException if a limit is not above 0
   */
  public DriftLimits {
    if (!(stability > 0) || !(missing > 0)) {
      throw new IllegalArgumentException("limits are above 0: " + stability + ", " + missing);
    }
  }
}
