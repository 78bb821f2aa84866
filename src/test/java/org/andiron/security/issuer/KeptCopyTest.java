package org.andiron.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.andiron.security.issuer.KeptCopy.Fetched;
import org.junit.jupiter.api.Test;

class KeptCopyTest {

  private final SettableClock clock = new SettableClock();
  private int fetched;
  private boolean down;
  private Duration lifetime = Duration.ofMinutes(10);
  private final KeptCopy<Integer> copy = new KeptCopy<>(this::fetch, clock);

  private Fetched<Integer> fetch() throws IssuerUnavailableException {
    fetched++;
    if (down) {
      throw new IssuerUnavailableException("down");
    }
    return new Fetched<>(fetched, lifetime);
  }

  private int get() throws IssuerUnavailableException {
    return copy.get(value -> true);
  }

  @Test
  void isFetchedAtTheFirstNeedAndKept() throws Exception {
    assertThat(fetched).isZero();
    assertThat(get()).isEqualTo(1);
    clock.move(Duration.ofMinutes(9));
    assertThat(get()).isEqualTo(1);
    clock.move(Duration.ofMinutes(2));
    assertThat(get()).isEqualTo(2);
  }

  @Test
  void isKeptForFiveMinutesAlsoIfTheIssuerSaysNotAtAll() throws Exception {
    lifetime = Duration.ZERO;
    get();
    clock.move(Duration.ofMinutes(4));
    assertThat(get()).isEqualTo(1);
  }

  @Test
  void isKeptForAnHourAtMost() throws Exception {
    lifetime = Duration.ofDays(30);
    get();
    clock.move(Duration.ofMinutes(61));
    assertThat(get()).isEqualTo(2);
  }

  @Test
  void isFetchedAgainIfItDoesNotSufficeButNotMoreOftenThanEveryFewSeconds() throws Exception {
    get();
    assertThat(copy.get(value -> value > 5)).as("just fetched").isEqualTo(1);
    clock.move(KeptCopy.PAUSE);
    assertThat(copy.get(value -> value > 5)).isEqualTo(2);
    assertThat(copy.get(value -> value > 5)).isEqualTo(2);
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void isUsedForAWhileIfTheIssuerIsDown() throws Exception {
    get();
    down = true;
    clock.move(Duration.ofMinutes(24));
    assertThat(get()).isEqualTo(1);
    clock.move(Duration.ofMinutes(2));
    assertThatThrownBy(this::get).isInstanceOf(IssuerUnavailableException.class);
  }

  @Test
  void thatCannotBeHadIsToldAndTriedAgain() throws Exception {
    down = true;
    assertThatThrownBy(this::get).isInstanceOf(IssuerUnavailableException.class);
    assertThatThrownBy(this::get).isInstanceOf(IssuerUnavailableException.class);
    assertThat(fetched).isEqualTo(1);
    down = false;
    clock.move(KeptCopy.PAUSE);
    assertThat(get()).isEqualTo(2);
  }
}
