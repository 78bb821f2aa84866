package org.andiron.ops.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Health checks ({@code andiron.health.*}).
 *
 * @param databaseTimeout how long the database may take to answer before it counts as unreachable;
 *     100 ms to 1 min
 */
@ConfigurationProperties("andiron.health")
public record HealthProperties(@DefaultValue("2s") Duration databaseTimeout) {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  public HealthProperties {
    if (databaseTimeout.compareTo(SHORTEST) < 0 || databaseTimeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("andiron.health.database-timeout must be 100ms to 1m");
    }
  }
}
