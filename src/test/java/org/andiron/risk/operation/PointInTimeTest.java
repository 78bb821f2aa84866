package org.andiron.risk.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.DateTimeType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeTest {

  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private final TimeZone before = TimeZone.getDefault();

  @AfterEach
  void restore() {
    TimeZone.setDefault(before);
  }

  private static Instant of(String asOf, Instant now) {
    return PointInTime.of(new DateTimeType(asOf), now);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Kiritimati", "UTC", "America/Los_Angeles"})
  void aDayEndsInUtcWhereverTheServerIs(String zone) {
    TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));

    assertThat(of("2026-11-29", NOW)).isEqualTo(Instant.parse("2026-11-29T23:59:59.999Z"));
    assertThat(of("2026-11-30", NOW)).isEqualTo(NOW);
    assertThat(of("2026-11-29T12:00:00Z", NOW)).isEqualTo(Instant.parse("2026-11-29T12:00:00Z"));
    assertLater("2026-12-01", NOW);
  }

  @Test
  void aDayThatHasBegunSomewhereOnEarthIsNotLater() {
    Instant morningInChina = Instant.parse("2026-11-30T23:00:00Z");

    assertThat(of("2026-12-01", morningInChina)).isEqualTo(morningInChina);
    assertLater("2026-12-02", morningInChina);
  }

  @Test
  void aMomentIsNotLaterThanNow() {
    assertLater("2026-11-30T08:00:01Z", NOW);
  }

  private static void assertLater(String asOf, Instant now) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> of(asOf, now))
        .withMessageContaining("later than now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026", "2026-11"})
  void aMonthIsNoPointInTime(String asOf) {
    assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> of(asOf, NOW));
  }
}
