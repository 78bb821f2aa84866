package org.andiron.consentoracle;

/** Whether it may be done, and what said so. */
record Verdict(boolean permitted, Ground ground) {

  /** What decided. */
  enum Ground {
    LEGAL,
    OWN_RECORD,
    GOVERNANCE,
    CONSENT,
    IMPLICIT_POLICY,
    BREAK_GLASS
  }
}
