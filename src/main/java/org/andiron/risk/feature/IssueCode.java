package org.andiron.risk.feature;

/** What was found wrong with a value on the way to a feature. */
public enum IssueCode {
  /** Its status is not one that counts: entered in error, cancelled, preliminary, stopped. */
  STATUS(false),
  /** A condition that was refuted or is not confirmed. */
  UNVERIFIED(false),
  /** The resource says why it has no value. */
  DATA_ABSENT(false),
  /** There is no value of a kind that the feature takes. */
  NO_VALUE(false),
  /** A bound, such as {@code <5}, where the feature takes none. */
  COMPARATOR(true),
  /** A bound was taken as the value, as the feature allows. */
  CENSORED(false),
  /** The unit is absent, unknown, or contradicts its own text. */
  UNKNOWN_UNIT(true),
  /** A unit from which no conversion leads to that of the feature. */
  WRONG_DIMENSION(true),
  /** Not a number, or too large for one. */
  NOT_FINITE(true),
  /** Outside of what a human body can have. */
  IMPLAUSIBLE(true),
  /** Outside of what the model was made for; the value is given. */
  OUT_OF_DISTRIBUTION(false),
  /** Of a time after that asked for, or not known before it. */
  FUTURE(false),
  /** Older than the feature allows. */
  STALE(false),
  /** Nobody can tell of what time it is. */
  UNDATED(true),
  /** Several values of the same time differ. */
  CONTRADICTORY(true),
  /** The codes of a resource mean what the feature is and what it must not be. */
  AMBIGUOUS_CODE(true),
  /** A coded answer that no code set explains. */
  UNMAPPED_VALUE(true),
  /** A medication of which the resource is not there. */
  UNRESOLVED_REFERENCE(false);

  private final boolean unreadable;

  IssueCode(boolean unreadable) {
    this.unreadable = unreadable;
  }

  /**
   * Whether something about the feature is recorded that cannot be used, so that it must not be
   * taken as absent.
   */
  public boolean isUnreadable() {
    return unreadable;
  }
}
