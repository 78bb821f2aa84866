package org.andiron.risk.feature;

import java.util.List;
import org.andiron.risk.model.FeatureValue;

/**
 * {@code mean-arterial-pressure} of systolic and diastolic pressure, in their unit: a third of the
 * first and two thirds of the second.
 */
final class MeanArterialPressure extends FixedInputs {

  MeanArterialPressure() {
    super("mean-arterial-pressure", 2);
  }

  @Override
  double value(List<FeatureValue> inputs) {
    return (number(inputs.get(0)) + 2 * number(inputs.get(1))) / 3;
  }
}
