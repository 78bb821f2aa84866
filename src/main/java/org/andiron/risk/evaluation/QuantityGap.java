package org.andiron.risk.evaluation;

/**
 * The difference between the group for which a measure is highest and the one for which it is
 * lowest. As with {@link Gap}, no allowance is made for the choice of the two.
 *
 * @param highest value of the attribute
 * @param lowest value of the attribute
 * @param difference not below 0, but its interval may reach there
 */
public record QuantityGap(
    Measured measured, String highest, String lowest, Estimate.Defined difference) {

  /** In what groups are compared. */
  public enum Measured {
    /** Mean absolute error. */
    MEAN_ABSOLUTE,
    /** Mean of observed less predicted. */
    BIAS
  }
}
