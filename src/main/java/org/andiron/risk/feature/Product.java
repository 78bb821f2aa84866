package org.andiron.risk.feature;

import java.util.List;
import org.andiron.risk.model.FeatureValue;

/** {@code product} of two numbers. */
final class Product extends FixedInputs {

  Product() {
    super("product", 2);
  }

  @Override
  double value(List<FeatureValue> inputs) {
    return number(inputs.get(0)) * number(inputs.get(1));
  }
}
