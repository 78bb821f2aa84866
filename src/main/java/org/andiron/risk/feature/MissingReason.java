package org.andiron.risk.feature;

/** Why a feature has no value. */
public enum MissingReason {
  /** Nothing is recorded. */
  ABSENT(true),
  /** What is recorded is too old. */
  STALE(true),
  /** What is recorded cannot be used; the issues tell why. */
  UNUSABLE(false),
  /** Values of the same time differ. */
  CONTRADICTORY(false),
  /** Fewer values than the aggregation needs. */
  TOO_FEW(true),
  /** The feature is about a hospital stay, and there is none. */
  NO_STAY(false),
  /** Features from which this one is derived are absent. */
  INPUT_MISSING(true);

  private final boolean absence;

  MissingReason(boolean absence) {
    this.absence = absence;
  }

  /** Whether nothing is recorded, in contrast to something that cannot be used. */
  public boolean isAbsence() {
    return absence;
  }
}
