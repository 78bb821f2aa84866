package org.andiron.ops.health;

import java.util.function.BooleanSupplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** UP once searches find all records; until then they are refused. */
final class SearchIndexHealthIndicator implements HealthIndicator {

  private final BooleanSupplier whole;

  SearchIndexHealthIndicator(BooleanSupplier whole) {
    this.whole = whole;
  }

  @Override
  public Health health() {
    return whole.getAsBoolean() ? Health.up().build() : Health.outOfService().build();
  }
}
