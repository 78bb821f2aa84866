package org.andiron.security.account.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.andiron.security.account.AccountsFixture;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SignInThrottleIT extends AndironIT {

  @Autowired private DataSource dataSource;

  private final String name = AccountsFixture.name();
  private final String address = "address-" + UUID.randomUUID();
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private SignInThrottle throttle;

  @BeforeEach
  void setUp() {
    AccountsFixture fixture = new AccountsFixture(dataSource);
    throttle =
        new SignInThrottle(
            fixture.jdbc, fixture.transactions, ThrottleTest.settings(4, 8), new MovedClock());
  }

  private final class MovedClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private SignInThrottle.Turn attempt() {
    return throttle.take(name, address);
  }

  @Test
  void afterTheFreeAttemptsEachHasToWaitAndAtLastTheAccountIsLocked() {
    for (int i = 0; i < 4; i++) {
      assertThat(attempt().mayTry()).isTrue();
    }
    assertThat(attempt().delay()).isEqualTo(Duration.ofSeconds(1));
    for (int wait = 1; wait <= 4; wait *= 2) {
      now = now.plusSeconds(wait);
      assertThat(attempt().mayTry()).as("after %s s", wait).isTrue();
    }
    now = now.plusSeconds(8);
    assertThat(attempt().locks()).isTrue();
    assertThat(attempt().delay()).isEqualTo(Duration.ofMinutes(30));
    assertThat(throttle.blockedUntil(name)).contains(now.plus(Duration.ofMinutes(30)));

    throttle.unlock(name);
    assertThat(attempt().mayTry()).isTrue();
  }

  @Test
  void aSuccessForgetsTheFailuresOfTheAccount() {
    for (int i = 0; i < 3; i++) {
      attempt();
    }
    attempt();
    throttle.succeeded(name, address);
    assertThat(attempt().mayTry()).isTrue();
  }

  @Test
  void attemptsAtTheSameMomentAreNoMoreThanOneAfterTheOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> tries =
          IntStream.range(0, 24)
              .mapToObj(i -> threads.submit(() -> throttle.take(name, address + i).mayTry()))
              .toList();
      int allowed = 0;
      for (Future<Boolean> one : tries) {
        allowed += one.get() ? 1 : 0;
      }
      assertThat(allowed).isEqualTo(4);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anAddressThatGuessesAtManyAccountsHasToWait() {
    int allowed = 0;
    for (int i = 0; i < 60; i++) {
      allowed += throttle.take(AccountsFixture.name(), address).mayTry() ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(50);
    assertThat(throttle.take(name, "another " + address).mayTry()).isTrue();
  }

  @Test
  void oldFailuresAreForgotten() {
    for (int i = 0; i < 4; i++) {
      attempt();
    }
    now = now.plus(Duration.ofHours(25));
    for (int i = 0; i < 4; i++) {
      assertThat(attempt().mayTry()).isTrue();
    }
  }
}
