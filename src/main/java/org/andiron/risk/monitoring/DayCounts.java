package org.andiron.risk.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.andiron.risk.evaluation.monitoring.BinCounts;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of one model in some time. Stored as JSON; days are added up by {@link #merge}.
 *
 * @param scored how often there was a score
 * @param refusals how often there was none, by reason; one refusal may have several
 * @param features inputs, by name
 * @param units how often an input came in each unit, by name
 * @param scores of the outcome that is watched; refusals count as missing
 * @param unmapped how many resources of each type had no code of a system that the features know;
 *     none in counts of servers that did not count it yet
 */
public record DayCounts(
    long scored,
    Map<String, Long> refusals,
    Map<String, BinCounts> features,
    Map<String, Map<String, Long>> units,
    BinCounts scores,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable Map<String, Long> unmapped) {

  public DayCounts {
    refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    Map<String, Map<String, Long>> copied = new TreeMap<>();
    units.forEach(
        (name, counts) -> copied.put(name, Collections.unmodifiableMap(new TreeMap<>(counts))));
    units = Collections.unmodifiableMap(copied);
    unmapped = unmapped == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unmapped));
  }

  /**
   * These and others, as if they had been counted together.
   *
   * @throws IllegalArgumentException if they were counted in other bins
   */
  public DayCounts merge(DayCounts other) {
    Map<String, BinCounts> allFeatures = new LinkedHashMap<>(features);
    other.features.forEach((name, it) -> allFeatures.merge(name, it, BinCounts::merge));
    Map<String, Map<String, Long>> allUnits = new TreeMap<>(units);
    other.units.forEach((name, it) -> allUnits.merge(name, it, DayCounts::sum));
    return new DayCounts(
        scored + other.scored,
        sum(refusals, other.refusals),
        allFeatures,
        allUnits,
        scores.merge(other.scores),
        sum(unmapped(), other.unmapped()));
  }

  private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> others) {
    Map<String, Long> sums = new TreeMap<>(some);
    others.forEach((name, count) -> sums.merge(name, count, Long::sum));
    return sums;
  }

  @Override
  public Map<String, Long> unmapped() {
    return Objects.requireNonNull(unmapped);
  }

  /** How often a score was asked for. */
  public long asked() {
    return scores.total();
  }
}
