package org.andiron.risk.evaluation;

import java.util.List;

/**
 * How well those with the outcome are told from those without.
 *
 * @param auroc area under the ROC curve, 0.5 for chance, 1 for perfect order
 * @param auprc average precision; chance is the frequency of the outcome
 * @param rocCurve sensitivity over 1 - specificity
 * @param precisionRecallCurve precision over recall
 */
public record Discrimination(
    Estimate auroc,
    Estimate auprc,
    List<CurvePoint> rocCurve,
    List<CurvePoint> precisionRecallCurve) {

  public Discrimination {
    rocCurve = List.copyOf(rocCurve);
    precisionRecallCurve = List.copyOf(precisionRecallCurve);
  }
}
