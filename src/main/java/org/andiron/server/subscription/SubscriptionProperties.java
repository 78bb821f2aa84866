package org.andiron.server.subscription;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How subscribers are notified ({@code andiron.subscription}).
 *
 * @param interval longest time between a change and the search for subscribers to it, default 1 s
 * @param websocketPath path of the websocket endpoint on the server's port, default {@code
 *     /websocket}. It must not lie below the FHIR endpoint
 * @param attempts how often one delivery is tried before its subscription is set to {@code error},
 *     default 8: two minutes and what the attempts themselves take
 * @param retryWait time between the first two attempts of a delivery, default 1 s; each further
 *     wait is twice as long, at most a minute
 */
@ConfigurationProperties("andiron.subscription")
public record SubscriptionProperties(
    @DefaultValue("1s") Duration interval,
    @DefaultValue("/websocket") String websocketPath,
    @DefaultValue("8") int attempts,
    @DefaultValue("1s") Duration retryWait) {

  public SubscriptionProperties {
    if (interval.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("andiron.subscription.interval must be at least 100 ms");
    }
    if (!websocketPath.matches("(/[A-Za-z0-9_-]+)+") || websocketPath.startsWith("/fhir/")) {
      throw new IllegalArgumentException(
          "andiron.subscription.websocket-path must be a path outside of /fhir, such as"
              + " /websocket");
    }
    if (attempts < 1 || attempts > 100) {
      throw new IllegalArgumentException("andiron.subscription.attempts must be 1 to 100");
    }
    if (retryWait.compareTo(Duration.ofMillis(10)) < 0
        || retryWait.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "andiron.subscription.retry-wait must be 10 ms to one minute");
    }
  }
}
