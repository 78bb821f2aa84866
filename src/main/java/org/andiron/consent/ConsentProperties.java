package org.andiron.consent;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What consents leave to the organisation ({@code andiron.consent.*}).
 *
 * @param timeZone in which dates without a time of day are meant, in consents and policies
 * @param notFoundSpan at whose end is answered that something is not found; should be longer than
 *     it takes to read a resource and to record that; default 50 ms
 */
@ConfigurationProperties("andiron.consent")
public record ConsentProperties(
    @DefaultValue("UTC") ZoneId timeZone, @DefaultValue("50ms") Duration notFoundSpan) {

  public ConsentProperties {
    if (notFoundSpan.compareTo(Duration.ofMillis(1)) < 0
        || notFoundSpan.compareTo(Duration.ofSeconds(1)) > 0) {
      throw new IllegalArgumentException(
          "andiron.consent.not-found-span must be one millisecond to one second");
    }
  }
}
