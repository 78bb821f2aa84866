package org.andiron.risk.evaluation;

/**
 * How predictions of numbers are evaluated.
 *
 * @param resamples of the bootstrap; 0 for no intervals
 * @param resampling what the bootstrap draws: rows or patients
 * @param level of the intervals, such as 0.95
 * @param seed of the bootstrap; the same seed gives the same intervals
 * @param calibrationBins into how many groups of equal size predictions are put; fewer where many
 *     predictions are equal
 * @param sufficientRows how many rows a group must have for figures of its own
 */
public record QuantitySettings(
    int resamples,
    Resampling resampling,
    double level,
    long seed,
    int calibrationBins,
    int sufficientRows) {

  private static final int RESAMPLES = 1000;
  private static final double LEVEL = 0.95;
  private static final int CALIBRATION_BINS = 10;
  private static final int SUFFICIENT_ROWS = 100;

  /**
   * @throws IllegalArgumentException if a number makes no sense, or strata of an outcome are to be
   *     drawn, which a number does not have
   */
  public QuantitySettings {
    if (resampling == Resampling.STRATIFIED) {
      throw new IllegalArgumentException("numbers have no strata");
    }
    if (resamples < 0 || !(level > 0 && level < 1) || calibrationBins < 2 || sufficientRows < 2) {
      throw new IllegalArgumentException(
          "no settings: %d resamples, level %s, %d bins, %d rows"
              .formatted(resamples, level, calibrationBins, sufficientRows));
    }
  }

  /** The usual: 1,000 resamples of patients, level 0.95, deciles, 100 rows. */
  public static QuantitySettings usual(long seed) {
    return new QuantitySettings(
        RESAMPLES, Resampling.PATIENTS, LEVEL, seed, CALIBRATION_BINS, SUFFICIENT_ROWS);
  }

  /** These, with another number of resamples. */
  public QuantitySettings withResamples(int number) {
    return new QuantitySettings(number, resampling, level, seed, calibrationBins, sufficientRows);
  }
}
