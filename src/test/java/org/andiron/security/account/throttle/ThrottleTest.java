package org.andiron.security.account.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final Throttle throttle =
      new Throttle(4, Duration.ofSeconds(1), Duration.ofMinutes(1), 20, Duration.ofMinutes(30));

  @Test
  void theWaitDoublesUpToTheLongestAndThenTheAccountIsLocked() {
    assertThat(throttle.delayAfter(3)).isZero();
    assertThat(throttle.delayAfter(4)).hasSeconds(1);
    assertThat(throttle.delayAfter(5)).hasSeconds(2);
    assertThat(throttle.delayAfter(9)).hasSeconds(32);
    assertThat(throttle.delayAfter(10)).hasMinutes(1);
    assertThat(throttle.delayAfter(19)).hasMinutes(1);
    assertThat(throttle.delayAfter(20)).hasMinutes(30);
    assertThat(throttle.locksAt(20)).isTrue();
    assertThat(throttle.locksAt(21)).isFalse();
  }

  @Property
  void aFurtherFailureNeverShortensTheWait(@ForAll @IntRange(max = 100_000) int failures) {
    assertThat(throttle.delayAfter(failures + 1))
        .isGreaterThanOrEqualTo(throttle.delayAfter(failures));
  }

  @Property
  void anAddressIsNeverLockedOut(@ForAll @IntRange(max = Integer.MAX_VALUE - 1) int failures) {
    Throttle address = settings(4, 20).address();
    assertThat(address.delayAfter(failures)).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(20, 20))
        .withMessageContaining("andiron.security.sign-in.lock-after");
  }

  @Test
  void anIpv6CustomerIsOneAddress() {
    assertThat(NetworkPrefix.of("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(NetworkPrefix.of("2001:db8:1:2:ffff::1"))
        .isNotEqualTo(NetworkPrefix.of("2001:db8:1:3::1"));
    assertThat(NetworkPrefix.of("192.0.2.1")).isEqualTo("192.0.2.1");
    assertThat(NetworkPrefix.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
  }

  static SignInProperties settings(int freeAttempts, int lockAfter) {
    return new SignInProperties(
        freeAttempts,
        50,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        lockAfter,
        Duration.ofMinutes(30),
        Duration.ofHours(24));
  }
}
