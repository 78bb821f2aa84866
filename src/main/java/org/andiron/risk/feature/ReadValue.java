package org.andiron.risk.feature;

import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/**
 * What an element says of a feature.
 *
 * @param value null if it cannot be used
 * @param issue why not, or what is to be noted of the value
 */
record ReadValue(@Nullable FeatureValue value, @Nullable IssueCode issue) {

  static ReadValue of(FeatureValue value) {
    return new ReadValue(value, null);
  }

  static ReadValue rejected(IssueCode issue) {
    return new ReadValue(null, issue);
  }
}
