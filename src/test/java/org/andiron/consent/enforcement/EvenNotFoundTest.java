package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvenNotFoundTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3_141_592, 19_999_999, 20_000_000, 20_000_001, 123_456_789})
  void answersEndWithASpan(long elapsed) {
    long rest = EvenNotFound.rest(elapsed);
    assertThat(rest).isBetween(1L, EvenNotFound.SPAN_NANOS);
    assertThat((elapsed + rest) % EvenNotFound.SPAN_NANOS).isZero();
  }
}
