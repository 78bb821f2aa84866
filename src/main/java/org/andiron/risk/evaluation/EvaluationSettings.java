package org.andiron.risk.evaluation;

import java.util.List;

/**
 * How predictions are evaluated.
 *
 * @param thresholds of probability from which on a prediction counts as positive, 0 to 1; at the
 *     first, groups are compared
 * @param resamples of the bootstrap; 0 for no intervals
 * @param resampling what the bootstrap draws
 * @param level of the intervals, such as 0.95
 * @param seed of the bootstrap; the same seed gives the same intervals
 * @param calibrationBins into how many groups of equal size predictions are put for the reliability
 *     curve and the ECE; fewer where many predictions are equal
 * @param sufficientEvents how many with the outcome, and how many without it, a group must have for
 *     figures of its own. 100 after Y. Vergouwe et al., "Substantial effective sample sizes were
 *     required for external validation studies of predictive logistic regression models", Journal
 *     of Clinical Epidemiology 2005;58:475-483
 */
public record EvaluationSettings(
    List<Double> thresholds,
    int resamples,
    Resampling resampling,
    double level,
    long seed,
    int calibrationBins,
    int sufficientEvents) {

  private static final int RESAMPLES = 1000;
  private static final double LEVEL = 0.95;
  private static final int CALIBRATION_BINS = 10;
  private static final int SUFFICIENT_EVENTS = 100;

  /**
   * @throws IllegalArgumentException if there is no threshold, one is not between 0 and 1 or there
   *     twice, or a number makes no sense
   */
  public EvaluationSettings {
    thresholds = List.copyOf(thresholds);
    if (thresholds.isEmpty() || thresholds.stream().anyMatch(it -> !(it >= 0 && it <= 1))) {
      throw new IllegalArgumentException("thresholds lie between 0 and 1: " + thresholds);
    }
    if (thresholds.stream().distinct().count() < thresholds.size()) {
      throw new IllegalArgumentException("a threshold is there twice: " + thresholds);
    }
    if (resamples < 0 || !(level > 0 && level < 1) || calibrationBins < 2 || sufficientEvents < 1) {
      throw new IllegalArgumentException(
          "no settings: %d resamples, level %s, %d bins, %d events"
              .formatted(resamples, level, calibrationBins, sufficientEvents));
    }
  }

  /**
   * The usual: 1,000 resamples of patients, level 0.95, deciles, 100 events.
   *
   * @param seed of the bootstrap
   * @param thresholds see above
   */
  public static EvaluationSettings usual(long seed, List<Double> thresholds) {
    return new EvaluationSettings(
        thresholds,
        RESAMPLES,
        Resampling.PATIENTS,
        LEVEL,
        seed,
        CALIBRATION_BINS,
        SUFFICIENT_EVENTS);
  }

  /** These, with another number of resamples. */
  public EvaluationSettings withResamples(int number) {
    return new EvaluationSettings(
        thresholds, number, resampling, level, seed, calibrationBins, sufficientEvents);
  }

  /** These, drawing something else. */
  public EvaluationSettings withResampling(Resampling drawn) {
    return new EvaluationSettings(
        thresholds, resamples, drawn, level, seed, calibrationBins, sufficientEvents);
  }

  /** The threshold at which groups are compared. */
  public double comparisonThreshold() {
    return thresholds.get(0);
  }
}
