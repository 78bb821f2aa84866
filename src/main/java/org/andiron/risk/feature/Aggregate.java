package org.andiron.risk.feature;

import java.util.List;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/**
 * What became of several readings.
 *
 * @param value null if nothing
 * @param missing why nothing
 * @param used what it is made of, or what kept it from being made
 */
record Aggregate(
    @Nullable FeatureValue value, @Nullable MissingReason missing, List<Reading> used) {

  static Aggregate of(FeatureValue value, List<Reading> used) {
    return new Aggregate(value, null, used);
  }

  static Aggregate of(double value, List<Reading> used) {
    return of(new FeatureValue.Quantity(value), used);
  }

  static Aggregate missing(MissingReason reason, List<Reading> used) {
    return new Aggregate(null, reason, used);
  }
}
