package org.andiron.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.andiron.audit.store.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditPositionTest {

  @Property(tries = 500)
  void isTheSameAfterItWasWritten(
      @ForAll @LongRange(min = 0, max = 200_000_000_000_000_000L) long micros) {
    Instant recorded = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    AuditPosition position = new AuditPosition(recorded, Row.newId(recorded));
    assertThat(AuditPosition.parse(position.text())).contains(position);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "018cc251-f400-7000-8000-000000000000",
        "018cc251-f400-7000-8000-000000000000.12",
        "018cc251-f400-7000-8000-000000000000.1234",
        "018cc251-f400-7000-8000-000000000000.12' or true--"
      })
  void isNothingElse(String text) {
    assertThat(AuditPosition.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000-0000-0000-0000-000000000000.000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff.999"
      })
  void mayBeOfAnyId(String text) {
    UUID id = UUID.fromString(text.substring(0, 36));
    assertThat(AuditPosition.parse(text)).map(AuditPosition::id).contains(id);
  }
}
