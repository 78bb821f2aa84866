package org.andiron.risk.evaluation;

/**
 * How much there was to evaluate.
 *
 * @param rows predictions
 * @param patients as many as rows if nobody said whose they are
 * @param events rows with the outcome
 * @param meanPrediction mean probability
 */
public record SampleSize(int rows, int patients, int events, double meanPrediction) {

  /** The part of rows with the outcome. */
  public double frequency() {
    return (double) events / rows;
  }
}
