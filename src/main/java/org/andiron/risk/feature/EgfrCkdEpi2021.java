package org.andiron.risk.feature;

import java.util.List;
import org.andiron.risk.model.FeatureValue;

/**
 * {@code egfr-ckd-epi-2021} of creatinine in mg/dL, age in years, and sex: the equation of
 * creatinine without race, L. A. Inker et al., N Engl J Med 385 (2021) 1737, in mL/min per 1.73 m2.
 * Of adults.
 */
final class EgfrCkdEpi2021 extends FixedInputs {

  private static final double YOUNGEST = 18;

  EgfrCkdEpi2021() {
    super("egfr-ckd-epi-2021", 3);
  }

  @Override
  double value(List<FeatureValue> inputs) {
    double age = number(inputs.get(1));
    if (!(inputs.get(2) instanceof FeatureValue.Category sex) || age < YOUNGEST) {
      return Double.NaN;
    }
    return switch (sex.code()) {
      case "female" -> 1.012 * equation(number(inputs.get(0)) / 0.7, -0.241, age);
      case "male" -> equation(number(inputs.get(0)) / 0.9, -0.302, age);
      default -> Double.NaN;
    };
  }

  /** Of {@link StrictMath}: the same bits on every machine. */
  private static double equation(double relative, double exponentBelow, double age) {
    return 142
        * StrictMath.pow(Math.min(relative, 1), exponentBelow)
        * StrictMath.pow(Math.max(relative, 1), -1.200)
        * StrictMath.pow(0.9938, age);
  }
}
