package org.andiron.storage.postgres;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The PostgreSQL that the server starts and stops itself.
 *
 * @param directory where its binaries and data live; default {@code ./data/postgres}
 * @param port port on 127.0.0.1; 0 (default) takes any free one
 * @param startTimeout how long a start may take, crash recovery included; default 3 minutes
 * @param stopTimeout how long a clean stop may take before it is cut short; default 30 seconds
 * @param maxConnections connections PostgreSQL accepts; default 100
 * @param sharedBuffers PostgreSQL's page cache; default 256 MB
 */
@ConfigurationProperties("andiron.storage.embedded")
public record EmbeddedPostgresProperties(
    @DefaultValue("./data/postgres") Path directory,
    @DefaultValue("0") int port,
    @DefaultValue("3m") Duration startTimeout,
    @DefaultValue("30s") Duration stopTimeout,
    @DefaultValue("100") int maxConnections,
    @DefaultValue("256MB") DataSize sharedBuffers) {

  public EmbeddedPostgresProperties {
    require(port >= 0 && port <= 65535, "port must be 0 (any free port) to 65535");
    require(startTimeout.toSeconds() >= 1, "start-timeout must be at least 1 second");
    require(stopTimeout.toSeconds() >= 1, "stop-timeout must be at least 1 second");
    require(maxConnections >= 10 && maxConnections <= 1000, "max-connections must be 10 to 1000");
    require(sharedBuffers.toMegabytes() >= 1, "shared-buffers must be at least 1MB");
  }

  /** The defaults, in another directory. */
  public static EmbeddedPostgresProperties in(Path directory) {
    return new EmbeddedPostgresProperties(
        directory,
        0,
        Duration.ofMinutes(3),
        Duration.ofSeconds(30),
        100,
        DataSize.ofMegabytes(256));
  }

  private static void require(boolean met, String rule) {
    if (!met) {
      throw new IllegalArgumentException("andiron.storage.embedded." + rule);
    }
  }
}
