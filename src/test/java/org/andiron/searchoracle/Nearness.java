package org.andiron.searchoracle;

import java.math.BigDecimal;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Location.LocationPositionComponent;

/**
 * {@code near=latitude|longitude|distance|unit}: within a distance as the crow flies, in kilometres
 * if no unit is given.
 *
 * @see <a href="https://hl7.org/fhir/R4/location.html#search">Location, search parameters</a>
 */
final class Nearness implements ElementTest {

  private static final double EARTH_RADIUS_METRES = 6_371_008.8;

  private final Units units;

  Nearness(Units units) {
    this.units = units;
  }

  @Override
  public boolean isMet(Base element, String value) {
    List<String> parts = Escapes.split(value, '|').stream().map(Escapes::unescape).toList();
    if (parts.size() < 3) {
      throw new BadSearch("No distance: " + value);
    }
    double metres =
        Double.parseDouble(parts.get(2)) * metres(parts.size() > 3 ? parts.get(3) : "km");
    return element instanceof LocationPositionComponent position
        && distance(
                Double.parseDouble(parts.get(0)),
                Double.parseDouble(parts.get(1)),
                position.getLatitude().doubleValue(),
                position.getLongitude().doubleValue())
            <= metres;
  }

  private double metres(String unit) {
    return units
        .canonical(unit)
        .filter(canonical -> canonical.unit().equals("m"))
        .map(Units.Canonical::factor)
        .map(BigDecimal::doubleValue)
        .orElseThrow(() -> new BadSearch("Not a unit of length: " + unit));
  }

  /** The haversine formula. */
  private static double distance(double lat1, double lon1, double lat2, double lon2) {
    double sinLat = Math.sin(Math.toRadians(lat2 - lat1) / 2);
    double sinLon = Math.sin(Math.toRadians(lon2 - lon1) / 2);
    double a =
        sinLat * sinLat
            + Math.cos(Math.toRadians(lat1)) * Math.cos(Math.toRadians(lat2)) * sinLon * sinLon;
    return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(a));
  }
}
