package org.andiron.audit.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The audit log ({@code andiron.audit}).
 *
 * @param commitTimeout how long a request waits until it is recorded before it is refused; default
 *     5 s
 * @param enabled whether anything is recorded; false only to measure what that costs, in mode open
 */
@ConfigurationProperties("andiron.audit")
public record AuditProperties(
    @DefaultValue("5s") Duration commitTimeout, @DefaultValue("true") boolean enabled) {

  public AuditProperties {
    if (commitTimeout.compareTo(Duration.ofSeconds(1)) < 0
        || commitTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "andiron.audit.commit-timeout must be one second to one minute");
    }
  }
}
