package org.andiron.risk.feature;

/** What to do with a bound, such as {@code <5}. */
public enum ComparatorRule {
  /** It is not used. */
  EXCLUDE,
  /** The bound is taken as the value, and flagged. */
  CENSOR
}
