package org.andiron.risk.feature;

/** What a feature is. */
public enum FeatureKind {
  /** A number with a unit. */
  QUANTITY,
  /** Whether something holds. */
  TRUTH,
  /** One of several categories. */
  CATEGORY,
  /** How many resources there are. */
  COUNT,
  /** Completed years since birth. */
  AGE
}
