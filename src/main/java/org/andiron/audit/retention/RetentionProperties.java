package org.andiron.audit.retention;

import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the audit log keeps records ({@code andiron.audit}).
 *
 * @param retention after which {@code audit archive} takes a month out of the log; nothing does by
 *     itself. Default six years
 */
@ConfigurationProperties("andiron.audit")
public record RetentionProperties(@DefaultValue("P6Y") Period retention) {

  public RetentionProperties {
    try {
      retention = new RetentionPeriod(retention).period();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("andiron.audit.retention: " + e.getMessage(), e);
    }
  }
}
