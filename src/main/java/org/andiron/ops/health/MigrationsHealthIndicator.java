package org.andiron.ops.health;

import java.util.function.BooleanSupplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** UP once the database has the schema that this version of the server needs. */
final class MigrationsHealthIndicator implements HealthIndicator {

  private final BooleanSupplier migrated;

  MigrationsHealthIndicator(BooleanSupplier migrated) {
    this.migrated = migrated;
  }

  @Override
  public Health health() {
    return migrated.getAsBoolean() ? Health.up().build() : Health.down().build();
  }
}
