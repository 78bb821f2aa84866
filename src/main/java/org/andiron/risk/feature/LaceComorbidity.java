package org.andiron.risk.feature;

import java.util.List;
import org.andiron.risk.model.FeatureValue;

/**
 * {@code lace-comorbidity} of fourteen conditions, in the order of the table: the comorbidity score
 * of the LACE index before it is turned into points, C. van Walraven et al., CMAJ 182 (2010) 551.
 * Its weights are not those of Charlson 1987. Of two grades of the same disease the graver counts.
 */
final class LaceComorbidity extends FixedInputs {

  /** Myocardial infarction, cerebrovascular disease, peripheral vascular disease. */
  private static final int[] VASCULAR = {0, 1, 2};

  private static final int DIABETES = 3;
  private static final int HEART_FAILURE = 4;
  private static final int DIABETES_WITH_DAMAGE = 5;
  private static final int PULMONARY = 6;
  private static final int MILD_LIVER_OR_RENAL = 7;
  private static final int TUMOUR = 8;
  private static final int DEMENTIA = 9;
  private static final int CONNECTIVE_TISSUE = 10;
  private static final int AIDS = 11;
  private static final int SEVERE_LIVER_OR_RENAL = 12;
  private static final int METASTASIS = 13;

  LaceComorbidity() {
    super("lace-comorbidity", 14);
  }

  @Override
  double value(List<FeatureValue> inputs) {
    int points = 0;
    for (int disease : VASCULAR) {
      points += has(inputs, disease) ? 1 : 0;
    }
    points += graver(inputs, DIABETES_WITH_DAMAGE, 2, DIABETES, 1);
    points += graver(inputs, SEVERE_LIVER_OR_RENAL, 4, MILD_LIVER_OR_RENAL, 2);
    points += graver(inputs, METASTASIS, 6, TUMOUR, 2);
    points += has(inputs, HEART_FAILURE) ? 2 : 0;
    points += has(inputs, PULMONARY) ? 2 : 0;
    points += has(inputs, DEMENTIA) ? 3 : 0;
    points += has(inputs, CONNECTIVE_TISSUE) ? 3 : 0;
    points += has(inputs, AIDS) ? 4 : 0;
    return points;
  }

  private static int graver(
      List<FeatureValue> inputs, int grave, int ofGrave, int mild, int ofMild) {
    if (has(inputs, grave)) {
      return ofGrave;
    }
    return has(inputs, mild) ? ofMild : 0;
  }

  private static boolean has(List<FeatureValue> inputs, int disease) {
    return inputs.get(disease).equals(new FeatureValue.Truth(true));
  }
}
