package org.andiron.risk.monitoring;

/**
 * How many of a group have the outcome, and how many were expected to.
 *
 * @param outcomes how many are known
 * @param observed how many came about
 * @param expected sum of predictions
 * @param variance of the observed number, if predictions are right
 */
public record GroupOutcomes(long outcomes, long observed, double expected, double variance) {

  static final GroupOutcomes NONE = new GroupOutcomes(0, 0, 0, 0);

  GroupOutcomes and(double probability, boolean came) {
    return new GroupOutcomes(
        outcomes + 1,
        observed + (came ? 1 : 0),
        expected + probability,
        variance + probability * (1 - probability));
  }

  GroupOutcomes merge(GroupOutcomes other) {
    return new GroupOutcomes(
        outcomes + other.outcomes,
        observed + other.observed,
        expected + other.expected,
        variance + other.variance);
  }

  /** By how much more often it came about than was predicted: calibration in the large. */
  double difference() {
    return (observed - expected) / outcomes;
  }
}
