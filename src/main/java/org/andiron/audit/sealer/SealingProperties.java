package org.andiron.audit.sealer;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit log is sealed ({@code andiron.audit}).
 *
 * @param sealInterval longest time between two signed heads while rows come; default 1 s
 * @param signingKey file of the key with which heads are signed; none: {@value SigningKeyFile#NAME}
 *     in {@code andiron.security.key-directory}
 */
@ConfigurationProperties("andiron.audit")
public record SealingProperties(
    @DefaultValue("1s") Duration sealInterval, @Nullable Path signingKey) {

  public SealingProperties {
    if (sealInterval.compareTo(Duration.ofMillis(100)) < 0
        || sealInterval.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("andiron.audit.seal-interval must be 100ms to 1m");
    }
  }
}
