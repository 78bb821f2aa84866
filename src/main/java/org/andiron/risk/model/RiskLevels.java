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

  /** The highest level that holds. */
  Optional<RiskLevel> of(double value, OptionalDouble highestItem) {
    return levels.stream()
        .filter(level -> level.holds(value, highestItem))
        .reduce((lower, higher) -> higher);
  }
}
