package org.andiron.risk.explanation;

import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.ModelInput;

/** An input with the value that a model took. */
public record InputValue(ModelInput input, FeatureValue value) {}
