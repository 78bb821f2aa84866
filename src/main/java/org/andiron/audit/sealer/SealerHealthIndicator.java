package org.andiron.audit.sealer;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * DOWN while the sealer refuses to go on, or a transaction that stays open has kept records from
 * being sealed for long: until somebody looks, nothing vouches for them.
 */
final class SealerHealthIndicator implements HealthIndicator {

  static final Duration LONG = Duration.ofMinutes(10);

  private final Supplier<SealerState> state;
  private final Supplier<Duration> waiting;

  SealerHealthIndicator(Supplier<SealerState> state, Supplier<Duration> waiting) {
    this.state = state;
    this.waiting = waiting;
  }

  @Override
  public Health health() {
    Duration unsealed = waiting.get();
    Health.Builder health =
        state.get() == SealerState.REFUSING || unsealed.compareTo(LONG) > 0
            ? Health.down()
            : Health.up();
    return health.withDetail("unsealedSeconds", unsealed.toSeconds()).build();
  }
}
