package org.andiron.risk.evaluation;

/**
 * How the model does for one group of patients. Figures of a group that is too small are undefined,
 * {@link Estimate.Reason#INSUFFICIENT}.
 *
 * @param value of the attribute
 * @param rows how many
 * @param events how many of them have the outcome
 * @param auroc area under the ROC curve
 * @param inTheLarge frequency of the outcome less mean prediction
 * @param recall sensitivity at the first threshold of the settings
 * @param specificity at the same threshold
 */
public record Subgroup(
    String value,
    int rows,
    int events,
    Estimate auroc,
    Estimate inTheLarge,
    Estimate recall,
    Estimate specificity) {}
