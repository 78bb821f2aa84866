package org.andiron.risk.feature;

import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/**
 * What an element says of a feature.
 *
 * @param value null if it cannot be used
 * @param issue why not, or what is to be noted of the value
 * @param unit of UCUM in which it is recorded; null if it has none
 */
record ReadValue(@Nullable FeatureValue value, @Nullable IssueCode issue, @Nullable String unit) {

  ReadValue(@Nullable FeatureValue value, @Nullable IssueCode issue) {
    this(value, issue, null);
  }

  static ReadValue of(FeatureValue value) {
    return new ReadValue(value, null);
  }

  static ReadValue rejected(IssueCode issue) {
    return new ReadValue(null, issue);
  }
}
