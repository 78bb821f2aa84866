package org.andiron.storage.query;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.andiron.storage.query.Criterion.Place;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code latitude|longitude|distance|unit}.
 *
 * @see <a href="https://hl7.org/fhir/R4/location.html#search">Location.near</a>
 */
final class PlaceValues {

  /** The specification leaves to the server what is near if nobody says how far. */
  private static final String DEFAULT_DISTANCE = "1";

  private static final String DEFAULT_UNIT = "km";

  private static final Map<String, Double> METRES =
      new TreeMap<>(
          Map.of(
              "km", 1000.0,
              "m", 1.0,
              "[mi_us]", 6336000.0 / 3937.0,
              "[mi_i]", 1609.344,
              "[nmi_i]", 1852.0,
              "[ft_i]", 0.3048));

  private PlaceValues() {}

  /**
   * Reads a value.
   *
   * @param distance distance and unit in case that the value has none; null if not known either
   */
  static Place parse(String parameter, String token, @Nullable String distance) {
    // Bars separate here also where HAPI has taken the value for one text and escaped them.
    List<String> parts = Arrays.asList(Escapes.unescape(token).split("\\|", -1));
    if (parts.size() < 2 || parts.size() > 4) {
      throw malformed(parameter);
    }
    String far = part(parts, 2);
    String unit = part(parts, 3);
    if (far == null && distance != null) {
      List<String> given = Arrays.asList(distance.split("\\|", -1));
      far = part(given, 0);
      unit = part(given, 1);
    }
    if (far == null) {
      far = DEFAULT_DISTANCE;
      unit = DEFAULT_UNIT;
    }
    Double metres = METRES.get(unit == null ? DEFAULT_UNIT : unit);
    if (metres == null) {
      throw new InvalidRequestException(
          "The search parameter '"
              + parameter
              + "' has an unknown unit of length. It knows "
              + String.join(", ", METRES.keySet())
              + '.');
    }
    double latitude = number(parameter, parts.get(0));
    double longitude = number(parameter, parts.get(1));
    double length = number(parameter, far);
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || length < 0) {
      throw malformed(parameter);
    }
    return new Place(latitude, longitude, length * metres);
  }

  private static @Nullable String part(List<String> parts, int index) {
    return parts.size() <= index || parts.get(index).isBlank() ? null : parts.get(index);
  }

  private static double number(String parameter, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw malformed(parameter);
  }

  private static InvalidRequestException malformed(String parameter) {
    return new InvalidRequestException(
        "A value of the search parameter '"
            + parameter
            + "' is not a position. A position is latitude|longitude|distance|unit, such as"
            + " 52.52|13.40|5|km; distance and unit may be left out.");
  }
}
