package org.andiron.risk.evaluation.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that moved.
 *
 * @param what of which it is
 * @param feature its name; empty for the score
 * @param value how far it moved
 * @param limit how far it may
 */
public record Drift(What what, String feature, double value, double limit) {

  /** A normal deviate that chance exceeds once in a hundred thousand times. */
  private static final double RARE = 4.264890793922825;

  /** What can move. */
  public enum What {
    /** Distribution of a feature; value is the stability index. */
    FEATURE,
    /** Mix of units in which a feature comes; value is the stability index. */
    UNITS,
    /** Part of values that are missing; value is by how much it rose. */
    MISSING,
    /** Distribution of the score; value is the stability index. */
    SCORE
  }

  /**
   * What moved from one time to another. What chance could do with so few values is left out.
   *
   * @param reference such as the data on which the model was trained
   * @param current such as those of a day. Names that the reference does not have are not looked at
   * @throws IllegalArgumentException if counts of the same name are of another number of bins
   */
  public static List<Drift> between(Counted reference, Counted current, DriftLimits limits) {
    List<Drift> found = new ArrayList<>();
    reference
        .features()
        .forEach(
            (feature, before) -> {
              BinCounts now = current.features().get(feature);
              if (now != null) {
                moved(What.FEATURE, feature, before, now, limits, found);
                missing(feature, before, now, limits, found);
              }
            });
    for (Map.Entry<String, BinCounts> before : reference.units().entrySet()) {
      BinCounts now = current.units().get(before.getKey());
      if (now != null) {
        moved(What.UNITS, before.getKey(), before.getValue(), now, limits, found);
      }
    }
    moved(What.SCORE, "", reference.scores(), current.scores(), limits, found);
    return List.copyOf(found);
  }

  private static void moved(
      What what,
      String feature,
      BinCounts before,
      BinCounts now,
      DriftLimits limits,
      List<Drift> found) {
    Stability.of(before, now)
        .filter(it -> it.exceeds(limits.stability()))
        .ifPresent(it -> found.add(new Drift(what, feature, it.index(), limits.stability())));
  }

  private static void missing(
      String feature, BinCounts before, BinCounts now, DriftLimits limits, List<Drift> found) {
    double n = before.total();
    double m = now.total();
    if (n == 0 || m == 0) {
      return;
    }
    double rise = now.missing() / m - before.missing() / n;
    double pooled = (before.missing() + now.missing()) / (n + m);
    double byChance = RARE * Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
    if (rise > limits.missing() && rise > byChance) {
      found.add(new Drift(What.MISSING, feature, rise, limits.missing()));
    }
  }
}
