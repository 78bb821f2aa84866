package org.andiron.risk.feature;

import java.time.Instant;
import java.util.Comparator;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/**
 * One value, usable for a feature.
 *
 * @param unit of UCUM in which it is recorded; null if it has none
 */
record Reading(ResourceVersion from, Instant time, FeatureValue value, @Nullable String unit) {

  /** In time; among those of the same time, an order that depends on nothing but them. */
  static final Comparator<Reading> ORDER =
      Comparator.comparing(Reading::time)
          .thenComparingDouble(Reading::number)
          .thenComparing(reading -> reading.value().toString())
          .thenComparing(Reading::from);

  /** The number of a quantity, 0 of anything else. */
  double number() {
    return value instanceof FeatureValue.Quantity quantity ? quantity.value() : 0;
  }

  boolean isTrue() {
    return value instanceof FeatureValue.Truth truth && truth.value();
  }

  /** Whether the values are the same but for rounding in the conversion of units. */
  boolean agreesWith(Reading other) {
    if (value instanceof FeatureValue.Quantity && other.value instanceof FeatureValue.Quantity) {
      double difference = Math.abs(number() - other.number());
      return difference <= 1e-9 * Math.max(Math.abs(number()), Math.abs(other.number()));
    }
    return value.equals(other.value);
  }
}
