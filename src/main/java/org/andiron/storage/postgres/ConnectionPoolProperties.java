package org.andiron.storage.postgres;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pool of connections in front of the database.
 *
 * @param poolSize most connections open at once; default 20
 * @param connectionTimeout how long a request waits for a free connection before it fails; default
 *     10 seconds
 */
@ConfigurationProperties("andiron.storage")
public record ConnectionPoolProperties(
    @DefaultValue("20") int poolSize, @DefaultValue("10s") Duration connectionTimeout) {

  public ConnectionPoolProperties {
    if (poolSize < 2 || poolSize > 1000) {
      throw new IllegalArgumentException("andiron.storage.pool-size must be 2 to 1000");
    }
    if (connectionTimeout.toMillis() < 250) {
      throw new IllegalArgumentException(
          "andiron.storage.connection-timeout must be at least 250ms");
    }
  }
}
