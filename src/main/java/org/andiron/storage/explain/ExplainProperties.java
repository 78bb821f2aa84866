package org.andiron.storage.explain;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How searches are explained ({@code andiron.explain.*}).
 *
 * @param timeout how long a statement may run in order to be explained; after that only its plan is
 *     shown
 */
@ConfigurationProperties("andiron.explain")
record ExplainProperties(@DefaultValue("30s") Duration timeout) {

  ExplainProperties {
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("andiron.explain.timeout must be at least 1ms");
    }
  }
}
