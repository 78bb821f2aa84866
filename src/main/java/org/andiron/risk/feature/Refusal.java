package org.andiron.risk.feature;

/** Why nothing is extracted for a patient. */
public enum Refusal {
  /** Died before the time asked for, or at an unknown time. */
  DECEASED,
  /** The time asked for is before the birth. */
  NOT_BORN,
  /** The record was replaced by another. */
  REPLACED,
  /** Labelled as test data ({@code HTEST}). */
  TEST_PATIENT,
  /** The record says what cannot be together, such as a pregnancy of a male. */
  CONTRADICTORY
}
