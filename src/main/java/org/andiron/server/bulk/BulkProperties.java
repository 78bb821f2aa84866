package org.andiron.server.bulk;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How bulk jobs run ({@code andiron.bulk}).
 *
 * @param pollInterval how often running jobs are moved on, default 250 ms; longer by itself while
 *     moving them on takes long
 * @param chunkLease how long one piece of a job may be under way before it counts as lost with the
 *     node that worked on it and is given to another, default 1 h. Pieces that a single node lost
 *     when it was killed are taken up at its next start at once
 * @param maxLine longest line, that is largest resource, that {@code $import} reads, default 32 MB
 */
@ConfigurationProperties("andiron.bulk")
public record BulkProperties(
    @DefaultValue("250ms") Duration pollInterval,
    @DefaultValue("1h") Duration chunkLease,
    @DefaultValue("32MB") DataSize maxLine) {

  public BulkProperties {
    if (pollInterval.compareTo(Duration.ofMillis(10)) < 0) {
      throw new IllegalArgumentException("andiron.bulk.poll-interval must be at least 10 ms");
    }
    if (chunkLease.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("andiron.bulk.chunk-lease must be at least 1 minute");
    }
    if (maxLine.toBytes() < 1 || maxLine.toBytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("andiron.bulk.max-line must be between 1 B and 2 GB");
    }
  }
}
