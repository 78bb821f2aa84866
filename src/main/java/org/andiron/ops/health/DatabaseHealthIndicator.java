package org.andiron.ops.health;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** UP while the database answers in time; tells nothing else. */
final class DatabaseHealthIndicator implements HealthIndicator {

  private final DatabaseProbe probe;

  DatabaseHealthIndicator(DatabaseProbe probe) {
    this.probe = probe;
  }

  @Override
  public Health health() {
    return probe.isReachable() ? Health.up().build() : Health.down().build();
  }
}
