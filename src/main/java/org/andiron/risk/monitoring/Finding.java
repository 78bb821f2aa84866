package org.andiron.risk.monitoring;

import java.util.Locale;

/**
 * A limit that was passed.
 *
 * @param subject the feature, or the outcome, or the outcome and the attribute of the groups; empty
 *     of the score
 * @param value how far it is
 * @param limit how far it may be
 */
public record Finding(What what, String subject, double value, double limit) {

  /** Of what. */
  public enum What {
    /** The distribution of a feature: population stability index. */
    FEATURE(false),
    /** The mix of units in which a feature comes: population stability index. */
    UNITS(false),
    /** How much more of a feature is missing, as a part of all. */
    MISSING(false),
    /** The distribution of the score: population stability index. */
    SCORE(true),
    /** The outcome comes about more often than predicted: cumulative sum. */
    UNDERESTIMATED(true),
    /** The outcome comes about less often than predicted: cumulative sum. */
    OVERESTIMATED(true),
    /** Groups differ in how far predictions are from what came about. */
    GROUPS(true);

    private final boolean ofModel;

    What(boolean ofModel) {
      this.ofModel = ofModel;
    }

    /** Its name in lower case. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether it speaks against the model, so that the champion before may be the better one.
     * Others speak of what it is given, which any model would be given.
     */
    boolean isOfModel() {
      return ofModel;
    }
  }
}
