package org.andiron.risk.explanation;

import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.Goal;

/**
 * Another value in the place of the actual one.
 *
 * @param value at the goal
 */
public record Change(InputValue actual, FeatureValue value, Goal goal) {}
