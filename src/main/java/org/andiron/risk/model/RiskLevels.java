package org.andiron.risk.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Published thresholds.
 *
 * @param source publication in which they are
 * @param levels from low to high
 */
public record RiskLevels(LocalText source, List<RiskLevel> levels) {

  public RiskLevels {
    levels = List.copyOf(levels);
  }

  /**
   * How urgently a level is told of: as it says itself, else as a warning if it is in the upper
   * half of the levels, else as an information.
   */
  public Indicator indicator(RiskLevel level) {
    boolean upper = 2 * levels.indexOf(level) >= levels.size();
    return level.indicator().orElse(upper ? Indicator.WARNING : Indicator.INFO);
  }

  /** The highest level that holds. */
  Optional<RiskLevel> of(double value, OptionalDouble highestItem) {
    return levels.stream()
        .filter(level -> level.holds(value, highestItem))
        .reduce((lower, higher) -> higher);
  }
}
