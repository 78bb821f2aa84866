package org.andiron.risk.feature;

/** Why a feature has no value. */
public enum MissingReason {
  /** Nothing is recorded. */
  ABSENT,
  /** What is recorded is too old. */
  STALE,
  /** What is recorded cannot be used; the issues tell why. */
  UNUSABLE,
  /** Values of the same time differ. */
  CONTRADICTORY,
  /** Fewer values than the aggregation needs. */
  TOO_FEW,
  /** The feature is about a hospital stay, and there is none. */
  NO_STAY,
  /** A feature from which this one is derived is missing. */
  INPUT_MISSING
}
