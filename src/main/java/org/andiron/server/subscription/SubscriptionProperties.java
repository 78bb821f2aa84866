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
 */
@ConfigurationProperties("andiron.subscription")
public record SubscriptionProperties(
    @DefaultValue("1s") Duration interval, @DefaultValue("/websocket") String websocketPath) {

  public SubscriptionProperties {
    if (interval.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("andiron.subscription.interval must be at least 100 ms");
    }
    if (!websocketPath.matches("(/[A-Za-z0-9_-]+)+") || websocketPath.startsWith("/fhir/")) {
      throw new IllegalArgumentException(
          "andiron.subscription.websocket-path must be a path outside of /fhir, such as"
              + " /websocket");
    }
  }
}
