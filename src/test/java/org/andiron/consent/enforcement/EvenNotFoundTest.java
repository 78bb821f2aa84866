package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.ZoneOffset;
import org.andiron.consent.ConsentProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvenNotFoundTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3_141_592, 19_999_999, 20_000_000, 20_000_001, 123_456_789})
  void answersEndWithASpan(long elapsed) {
    for (long millis : new long[] {20, 7}) {
      long span = Duration.ofMillis(millis).toNanos();
      long rest = new EvenNotFound(Duration.ofMillis(millis)).rest(elapsed);
      assertThat(rest).isBetween(1L, span);
      assertThat((elapsed + rest) % span).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT0.02S", "PT0.0009S", "PT1.001S"})
  void aSpanThatHidesNothingOrTakesTooLongIsRefused(Duration span) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConsentProperties(ZoneOffset.UTC, span))
        .withMessageContaining("andiron.consent.not-found-span");
  }
}
