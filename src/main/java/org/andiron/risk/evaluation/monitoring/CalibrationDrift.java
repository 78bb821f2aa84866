package org.andiron.risk.evaluation.monitoring;

/**
 * Whether the outcome comes about more often, or less often, than was predicted: observed and
 * expected numbers, and two risk-adjusted cumulative sums. The one grows where the odds seem to be
 * twice those predicted, the other where they seem to be half of them; each step is the logarithm
 * of how much likelier the outcome is so than as predicted. Outcomes are added in the order in
 * which they become known.
 *
 * @param outcomes how many are known
 * @param observed how many of them came about
 * @param expected sum of their predictions
 * @param above grows if risk is underestimated
 * @param below grows if risk is overestimated
 * @see <a href="https://doi.org/10.1093/biostatistics/1.4.441">S. H. Steiner et al., "Monitoring
 *     surgical performance using risk-adjusted cumulative sum charts", Biostatistics
 *     2000;1:441-452</a>
 */
public record CalibrationDrift(
    long outcomes, long observed, double expected, Cusum above, Cusum below) {

  /** No outcomes. */
  public static final CalibrationDrift NONE = new CalibrationDrift(0, 0, 0, Cusum.NONE, Cusum.NONE);

  /** How many times the odds the one sum looks for; the other looks for as many times less. */
  private static final double ODDS_RATIO = 2;

  /**
   * These and one more.
   *
   * @param probability that was predicted, 0 to 1
   * @param outcome whether it came about
   * @throws IllegalArgumentException if it is no probability
   */
  public CalibrationDrift and(double probability, boolean outcome) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("no probability: " + probability);
    }
    return new CalibrationDrift(
        outcomes + 1,
        observed + (outcome ? 1 : 0),
        expected + probability,
        above.and(step(probability, outcome, ODDS_RATIO)),
        below.and(step(probability, outcome, 1 / ODDS_RATIO)));
  }

  private static double step(double probability, boolean outcome, double ratio) {
    return (outcome ? Math.log(ratio) : 0) - Math.log(1 - probability + ratio * probability);
  }

  /** These, then those of a later time: the same as if all had been added here. */
  public CalibrationDrift then(CalibrationDrift later) {
    return new CalibrationDrift(
        outcomes + later.outcomes,
        observed + later.observed,
        expected + later.expected,
        above.then(later.above),
        below.then(later.below));
  }

  /**
   * The limit that a true model passes with no more than a given probability, in either direction,
   * while so many outcomes are added: {@code ln(2 outcomes / probability)}. A sum that passes h
   * began somewhere, and from each begin the likelihood ratio exceeds e<sup>h</sup> with no more
   * than e<sup>-h</sup> (J. Ville, 1939).
   *
   * @param outcomes at least 1
   * @param probability above 0, below 1
   * @throws IllegalArgumentException if they are not
   */
  public static double limit(long outcomes, double probability) {
    if (outcomes < 1 || !(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "no limit for %d outcomes and %s".formatted(outcomes, probability));
    }
    return Math.log(2.0 * outcomes / probability);
  }

  /** What the sums say. */
  public enum Finding {
    /** No sum passed the limit. */
    NONE,
    /** The outcome comes about more often than predicted. */
    UNDERESTIMATED,
    /** The outcome comes about less often than predicted. */
    OVERESTIMATED,
    /** First the one, then the other; or with a different sign at different risks. */
    BOTH
  }

  /**
   * What they say of all that was added.
   *
   * @param limit such as of {@link #limit}
   */
  public Finding finding(double limit) {
    boolean more = above.peak() > limit;
    boolean fewer = below.peak() > limit;
    if (more && fewer) {
      return Finding.BOTH;
    }
    return more ? Finding.UNDERESTIMATED : fewer ? Finding.OVERESTIMATED : Finding.NONE;
  }
}
