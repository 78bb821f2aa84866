package org.andiron.storage.index;

import java.math.BigDecimal;
import org.andiron.storage.index.IndexEntries.PositionEntry;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Location;
import org.jspecify.annotations.Nullable;

/**
 * Positions of locations.
 *
 * @see <a href="https://hl7.org/fhir/R4/location.html#search">Parameter near</a>
 */
final class Positions {

  private Positions() {}

  static void index(Base value, IndexedParameter parameter, int group, EntryCollector entries) {
    if (value instanceof Location.LocationPositionComponent position
        && isWithin(position.getLatitude(), 90)
        && isWithin(position.getLongitude(), 180)) {
      entries.add(
          new PositionEntry(
              parameter.code(),
              position.getLatitude().doubleValue(),
              position.getLongitude().doubleValue()));
    }
  }

  private static boolean isWithin(@Nullable BigDecimal degrees, int limit) {
    return degrees != null && degrees.abs().compareTo(BigDecimal.valueOf(limit)) <= 0;
  }
}
