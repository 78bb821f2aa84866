package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hl7.fhir.r4.model.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code near} on Location. */
class NearnessTest {

  private final OracleFixture places =
      new OracleFixture()
          .with("berlin", new Location(), l -> at(l, 52.52, 13.405))
          .with("munich", new Location(), l -> at(l, 48.1372, 11.5755))
          .with("east", new Location(), l -> at(l, 0, 179.95))
          .with("west", new Location(), l -> at(l, 0, -179.95))
          .with("pole", new Location(), l -> at(l, 89.99, 0))
          .with("nowhere", new Location(), l -> l.setName("Nowhere"));

  @ParameterizedTest
  @CsvSource({
    "52.52|13.405|1|km, berlin",
    "52.52|13.405|504|km, berlin",
    "52.52|13.405|505, berlin munich",
    "52.52|13.405|505000|m, berlin munich",
    "52.52|13.405|314|[mi_us], berlin munich",
    "0|180|6|km, east west",
    "90|-123|1.2|km, pole"
  })
  void findsWhatIsWithinTheDistance(String value, String expected) {
    assertThat(String.join(" ", places.ids("Location", "near=" + value.replace("|", "%7C"))))
        .isEqualTo(expected);
  }

  @Test
  void refusesWhatIsNoLength() {
    assertThatThrownBy(() -> places.ids("Location", "near=1%7C1%7C5%7Ckg"))
        .isInstanceOf(BadSearch.class);
  }

  private static void at(Location location, double latitude, double longitude) {
    location.getPosition().setLatitude(latitude).setLongitude(longitude);
  }
}
