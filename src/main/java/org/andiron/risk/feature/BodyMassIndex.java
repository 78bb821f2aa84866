package org.andiron.risk.feature;

import java.util.List;
import org.andiron.risk.model.FeatureValue;

/** {@code body-mass-index} of weight in kg and height in cm, in kg/m2. */
final class BodyMassIndex extends FixedInputs {

  BodyMassIndex() {
    super("body-mass-index", 2);
  }

  @Override
  double value(List<FeatureValue> inputs) {
    double metres = number(inputs.get(1)) / 100;
    return number(inputs.get(0)) / (metres * metres);
  }
}
