package org.andiron.consent.residue;

/** What a rule says of a request. */
public enum AccessVerdict {
  /** It may be done. */
  PERMITTED,
  /** It may be done only by who has broken the glass of this patient. */
  YIELDS_TO_GLASS,
  /** It may not be done. */
  DENIED;

  /**
   * Whether it may be done.
   *
   * @param glassBroken whether the caller has broken the glass of this patient
   */
  public boolean permits(boolean glassBroken) {
    return this == PERMITTED || (glassBroken && this == YIELDS_TO_GLASS);
  }
}
