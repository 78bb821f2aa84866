package org.andiron.risk.model;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A qualitative risk.
 *
 * @param code unique in its outcome
 * @param from least probability or score that has it
 * @param singleItem least number of points of one item alone that has it, whatever the sum
 * @param indicator how urgently it is told of, if its publication says so
 */
public record RiskLevel(
    String code,
    LocalText title,
    OptionalDouble from,
    OptionalDouble singleItem,
    Optional<Indicator> indicator) {

  boolean holds(double value, OptionalDouble highestItem) {
    return (from.isPresent() && value >= from.getAsDouble())
        || (singleItem.isPresent() && highestItem.orElse(0) >= singleItem.getAsDouble());
  }
}
