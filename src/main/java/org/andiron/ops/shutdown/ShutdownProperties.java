package org.andiron.ops.shutdown;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the server stops ({@code andiron.ops.*}).
 *
 * @param drainDelay how long the server goes on serving after readiness said no, so that a load
 *     balancer can notice; none by default
 * @param drainTimeout how long requests that were accepted may take to end before they are cut off
 * @param retryAfter when a client whose request came too late is told to try again; whole seconds,
 *     at least one
 */
@ConfigurationProperties("andiron.ops")
public record ShutdownProperties(
    @DefaultValue("0s") Duration drainDelay,
    @DefaultValue("30s") Duration drainTimeout,
    @DefaultValue("5s") Duration retryAfter) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  public ShutdownProperties {
    requireWithin(drainDelay, "andiron.ops.drain-delay");
    requireWithin(drainTimeout, "andiron.ops.drain-timeout");
    if (retryAfter.toSeconds() < 1) {
      throw new IllegalArgumentException("andiron.ops.retry-after must be at least 1s");
    }
  }

  private static void requireWithin(Duration value, String name) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be 0s to 10m");
    }
  }
}
