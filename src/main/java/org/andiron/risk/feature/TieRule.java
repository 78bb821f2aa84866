package org.andiron.risk.feature;

/** What to do with several values of the same time that differ. */
public enum TieRule {
  /** The feature is missing. */
  REFUSE,
  /** Their mean, for what is measured several times in a row. */
  MEAN,
  /** The highest. */
  HIGHEST,
  /** The lowest. */
  LOWEST
}
