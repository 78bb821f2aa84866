package org.andiron.risk.feature;

import java.util.Map;
import org.andiron.risk.model.FeatureValue;

/** Features that cannot have these values together; a record that says so is refused. */
public record Contradiction(Map<String, FeatureValue> values) {
  public Contradiction {
    values = Map.copyOf(values);
  }
}
