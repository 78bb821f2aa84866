package org.andiron.audit.delivery;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/**
 * {@code LATE} when the log could not be handed to another system for long. The server itself is
 * well then: it must not be restarted or left out for it, so the status counts in no other group.
 */
final class DeliveryHealthIndicator implements HealthIndicator {

  static final Status LATE = new Status("LATE");

  private static final Duration LONG = Duration.ofMinutes(5);

  private final Supplier<Duration> failingFor;

  DeliveryHealthIndicator(Supplier<Duration> failingFor) {
    this.failingFor = failingFor;
  }

  @Override
  public Health health() {
    return failingFor.get().compareTo(LONG) < 0 ? Health.up().build() : Health.status(LATE).build();
  }
}
