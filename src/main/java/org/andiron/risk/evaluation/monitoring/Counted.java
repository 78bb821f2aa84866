package org.andiron.risk.evaluation.monitoring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was counted in some time: of each feature, of the units in which each came, and of the
 * score. Days are added up by {@link #merge}.
 *
 * @param features by name
 * @param units by name of the feature; only of those that come in units
 * @param scores predicted probabilities
 */
public record Counted(
    Map<String, BinCounts> features, Map<String, BinCounts> units, BinCounts scores) {

  public Counted {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
  }

  /**
   * These and others, as if they had been counted together. What only one has is taken as it is.
   *
   * @throws IllegalArgumentException if counts of the same name are of another number of bins
   */
  public Counted merge(Counted other) {
    return new Counted(
        merged(features, other.features), merged(units, other.units), scores.merge(other.scores));
  }

  private static Map<String, BinCounts> merged(
      Map<String, BinCounts> some, Map<String, BinCounts> others) {
    Map<String, BinCounts> merged = new LinkedHashMap<>(some);
    others.forEach((name, counts) -> merged.merge(name, counts, BinCounts::merge));
    return merged;
  }
}
