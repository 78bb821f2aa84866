package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.List;
import org.andiron.storage.query.Criterion.Place;

/** Distances between a row of {@code idx_position} and a place, on a sphere. */
final class PositionSql {

  private static final double EARTH_RADIUS_METRES = 6_371_008.8;
  private static final double METRES_OF_A_DEGREE = EARTH_RADIUS_METRES * Math.PI / 180;

  private PositionSql() {}

  /** That it is near one of the places; a box that the index has comes before the distance. */
  static Sql isNear(String alias, List<Place> places) {
    return Sql.any(places.stream().map(it -> isNear(alias, it)).toList());
  }

  private static Sql isNear(String alias, Place place) {
    double degrees = place.metres() / METRES_OF_A_DEGREE;
    List<Sql> conditions = new ArrayList<>();
    conditions.add(
        Sql.of(
            alias + ".latitude between ? and ?",
            outwards(place.latitude() - degrees, -1),
            outwards(place.latitude() + degrees, 1)));
    double farthest = Math.abs(place.latitude()) + degrees;
    if (farthest < 90) {
      // On the circle the greatest difference of longitude is where a meridian touches it.
      double ratio = Math.sin(Math.toRadians(degrees)) / Math.cos(Math.toRadians(place.latitude()));
      if (ratio < 1) {
        conditions.add(longitude(alias, place.longitude(), Math.toDegrees(Math.asin(ratio))));
      }
    }
    conditions.add(distance(alias, place).then(" <= ?", place.metres()));
    return Sql.of("(").then(Sql.all(conditions)).then(")");
  }

  private static Sql longitude(String alias, double longitude, double degrees) {
    double west = outwards(longitude - degrees, -1);
    double east = outwards(longitude + degrees, 1);
    String column = alias + ".longitude";
    if (west < -180) {
      return Sql.of("(" + column + " >= ? or " + column + " <= ?)", west + 360, east);
    }
    if (east > 180) {
      return Sql.of("(" + column + " >= ? or " + column + " <= ?)", west, east - 360);
    }
    return Sql.of(column + " between ? and ?", west, east);
  }

  /** Rounding must not cut off what is exactly as far as allowed. */
  private static double outwards(double degrees, int sign) {
    return degrees + sign * 1e-9;
  }

  /** The distance in metres, by the haversine formula. */
  static Sql distance(String alias, Place place) {
    String latitude = alias + ".latitude";
    return Sql.of(
        2 * EARTH_RADIUS_METRES
            + " * asin(least(1, sqrt(power(sin(radians("
            + latitude
            + " - ?) / 2), 2) + cos(radians(?)) * cos(radians("
            + latitude
            + ")) * power(sin(radians("
            + alias
            + ".longitude - ?) / 2), 2))))",
        place.latitude(),
        place.latitude(),
        place.longitude());
  }
}
