package org.andiron.risk.monitoring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How risk models are watched ({@code andiron.risk.monitoring}).
 *
 * @param writeInterval how often counts are written; a server that is killed loses what it counted
 *     since. Default 5 s
 * @param checkInterval how often it is looked whether a limit is passed; default 1 min
 * @param referenceSize how many scores the first days must have for later days to be compared with
 *     them; default 500
 */
@ConfigurationProperties("andiron.risk.monitoring")
public record MonitoringProperties(
    @DefaultValue("5s") Duration writeInterval,
    @DefaultValue("1m") Duration checkInterval,
    @DefaultValue("500") int referenceSize) {

  private static final String PREFIX = "andiron.risk.monitoring";

  public MonitoringProperties {
    if (writeInterval.compareTo(Duration.ofMillis(100)) < 0
        || writeInterval.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(PREFIX + ".write-interval must be 100ms to 1m");
    }
    if (checkInterval.compareTo(Duration.ofSeconds(1)) < 0
        || checkInterval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(PREFIX + ".check-interval must be 1s to 1h");
    }
    if (referenceSize < 100 || referenceSize > 1_000_000) {
      throw new IllegalArgumentException(PREFIX + ".reference-size must be 100 to 1000000");
    }
  }
}
