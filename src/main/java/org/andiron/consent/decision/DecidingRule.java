package org.andiron.consent.decision;

/** Which step of the combination decided. */
public enum DecidingRule {
  /** A legal policy forbids it. */
  LEGAL_POLICY,
  /** A provision that denies applies. */
  CONSENT_DENIES,
  /** A consent permits something else, and so nothing but that; none permits this. */
  CONSENT_PERMITS_OTHER,
  /** No consent says anything; the organisation's policy denies. */
  IMPLICIT_POLICY_DENIES,
  /** Consents are about what others may do: they do not bind the patient whose record it is. */
  OWN_RECORD,
  /** A Consent is not withheld from those who see to it that consents are kept. */
  GOVERNANCE,
  /** Denied, but the caller broke the glass. */
  BREAK_GLASS,
  /** A provision that permits applies, and none that denies. */
  CONSENT_PERMITS,
  /** No consent says anything; the organisation's policy permits. */
  IMPLICIT_POLICY_PERMITS,
  /** It is part of no patient's record. */
  NO_PATIENT;

  /** Whether it permits what it decides on. */
  public boolean permits() {
    return switch (this) {
      case LEGAL_POLICY, CONSENT_DENIES, CONSENT_PERMITS_OTHER, IMPLICIT_POLICY_DENIES -> false;
      case OWN_RECORD,
          GOVERNANCE,
          BREAK_GLASS,
          CONSENT_PERMITS,
          IMPLICIT_POLICY_PERMITS,
          NO_PATIENT ->
          true;
    };
  }
}
