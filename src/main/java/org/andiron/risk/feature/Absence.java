package org.andiron.risk.feature;

import org.andiron.risk.model.FeatureValue;

/** What it means that nothing is recorded. */
public sealed interface Absence {

  /** The feature is missing. */
  record Missing() implements Absence {}

  /**
   * A value is assumed.
   *
   * @param because why that is allowed
   */
  record Assumed(FeatureValue value, String because) implements Absence {}
}
