package org.andiron.risk.evaluation;

/** What the bootstrap draws, with replacement. */
public enum Resampling {
  /** Rows, as if each had a patient of its own. */
  ROWS,
  /**
   * Rows with the outcome and rows without it apart, so that each resample has as many of both.
   * Intervals do not tell how uncertain the frequency of the outcome is, so those of calibration in
   * the large, precision and the Brier score are too narrow.
   */
  STRATIFIED,
  /** Patients, with all their rows: rows of one patient are not independent of each other. */
  PATIENTS
}
