package org.andiron.risk.training;

/** Why a patient, or a time of one, gives no example. The first that holds counts. */
public enum ExclusionReason {
  /** The record cannot be read as one of this patient. */
  UNREADABLE(true),
  /** The patient refuses that software assesses them; nothing of the record was looked at. */
  REFUSED(true),
  /** Another record took the place of this one. */
  REPLACED(true),
  /** Labelled as test data ({@code HTEST}). */
  TEST_PATIENT(true),
  /** Dead, and nobody can tell since when. */
  DEATH_UNDATED(true),
  /** There is no index time. */
  NO_INDEX(true),

  /** Before or after the days that the definition allows. */
  OUTSIDE_PERIOD(false),
  /** Died at the index time or before, or on the same day if the time is not known. */
  DECEASED(false),
  NOT_BORN(false),
  AGE_UNKNOWN(false),
  AGE(false),
  SEX(false),
  /** The record does not reach back far enough. */
  SHORT_HISTORY(false),
  /** Of what happened before; how many for which washout is counted separately. */
  WASHED_OUT(false),
  /** The horizon ends after the data. */
  AFTER_END(false),
  /** Nobody can tell whether the outcome was before or after. */
  OUTCOME_UNDATED(false),
  /** Died first. */
  COMPETING_DEATH(false),
  /** Nobody can tell whether the outcome came. */
  LOST(false),
  /** Nothing was measured until the horizon that could be read. */
  NO_VALUE(false),
  /** The record says what cannot be together. */
  CONTRADICTORY(false);

  private final boolean ofPatients;

  ExclusionReason(boolean ofPatients) {
    this.ofPatients = ofPatients;
  }

  /** Whether it excludes a patient with all times, and not one time. */
  public boolean isOfPatients() {
    return ofPatients;
  }
}
