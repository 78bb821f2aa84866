package org.andiron.audit.sealer;

import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** DOWN while the sealer refuses to go on; until somebody looks, nothing more is vouched for. */
final class SealerHealthIndicator implements HealthIndicator {

  private final Supplier<SealerState> state;

  SealerHealthIndicator(Supplier<SealerState> state) {
    this.state = state;
  }

  @Override
  public Health health() {
    return state.get() == SealerState.REFUSING ? Health.down().build() : Health.up().build();
  }
}
