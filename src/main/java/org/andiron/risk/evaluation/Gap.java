package org.andiron.risk.evaluation;

/**
 * The difference between the group for which a measure is highest and the one for which it is
 * lowest. The two are chosen on all rows and stay the same in each resample; for the choice no
 * allowance is made, so with many groups a gap above 0 is to be expected.
 *
 * @param highest value of the attribute
 * @param lowest value of the attribute
 * @param difference not below 0, but its interval may reach there
 */
public record Gap(Measured measured, String highest, String lowest, Estimate.Defined difference) {

  /** In what groups are compared. */
  public enum Measured {
    /** Area under the ROC curve. */
    AUROC,
    /** Frequency of the outcome less mean prediction. */
    IN_THE_LARGE,
    /**
     * Sensitivity at the first threshold; its gap is that of equal opportunity.
     *
     * @see <a href="https://arxiv.org/abs/1610.02413">M. Hardt, E. Price, N. Srebro, "Equality of
     *     Opportunity in Supervised Learning", NIPS 2016</a>
     */
    RECALL
  }
}
