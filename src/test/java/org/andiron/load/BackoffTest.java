package org.andiron.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Backoff least = new Backoff(() -> 0);
  private final Backoff most = new Backoff(() -> 1);

  @Test
  void waitsDoubleUpToHalfAMinute() {
    assertThat(most.delay(0, Optional.empty())).isEqualTo(Backoff.FIRST);
    assertThat(most.delay(1, Optional.empty())).isEqualTo(Duration.ofSeconds(1));
    assertThat(most.delay(90, Optional.empty())).isEqualTo(Backoff.LONGEST);
  }

  @Test
  void chanceTakesAtMostHalf() {
    assertThat(least.delay(1, Optional.empty())).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void whatTheServerAsksForIsWaitedButNotForEver() {
    assertThat(least.delay(0, Optional.of(Duration.ofSeconds(9)))).isEqualTo(Duration.ofSeconds(9));
    assertThat(least.delay(0, Optional.of(Duration.ZERO))).isZero();
    assertThat(least.delay(0, Optional.of(Duration.ofDays(9)))).isEqualTo(Backoff.LONGEST_ASKED);
  }

  @Test
  void retryAfterIsReadInBothForms() {
    assertThat(Backoff.retryAfter(" 12 ", NOW)).contains(Duration.ofSeconds(12));
    assertThat(Backoff.retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(Backoff.retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", NOW)).contains(Duration.ZERO);
    assertThat(Backoff.retryAfter("soon", NOW)).isEmpty();
    assertThat(Backoff.retryAfter("", NOW)).isEmpty();
  }
}
