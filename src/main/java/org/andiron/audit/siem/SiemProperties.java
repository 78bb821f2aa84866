package org.andiron.audit.siem;

import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.andiron.audit.delivery.Endpoint;
import org.andiron.audit.delivery.Endpoint.Scheme;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the records of the audit log are exported to ({@code andiron.audit.siem}).
 *
 * @param target address: {@code syslog+tls://}, {@code syslog+tcp://} or {@code syslog+udp://} for
 *     syslog, {@code tls://} or {@code tcp://} for lines of JSON, {@code https://} or {@code
 *     http://} for requests with such lines; none: nothing is exported
 * @param sslBundle SSL bundle for {@code syslog+tls} and {@code tls}; none: what Java trusts
 * @param authorization value of the header Authorization of requests; secret
 * @param awaitClose whether over TCP and TLS records count as received only once the target closed
 *     the connection after them; default true
 * @param batchSize most records in one connection or request; default 500
 */
@ConfigurationProperties("andiron.audit.siem")
public record SiemProperties(
    @Nullable URI target,
    @Nullable String sslBundle,
    @Nullable String authorization,
    @DefaultValue("true") boolean awaitClose,
    @DefaultValue("500") int batchSize) {

  static final String PREFIX = "andiron.audit.siem";

  private static final Set<Scheme> SCHEMES = EnumSet.allOf(Scheme.class);
  private static final int LARGEST_BATCH = 10_000;

  public SiemProperties {
    Endpoint endpoint = target == null ? null : Endpoint.of(PREFIX + ".target", target, SCHEMES);
    if (sslBundle != null && (endpoint == null || !endpoint.scheme().isTls())) {
      throw new IllegalArgumentException(
          PREFIX + ".ssl-bundle is for a target with syslog+tls:// or tls://");
    }
    if (authorization != null && (endpoint == null || !Scheme.WEB.contains(endpoint.scheme()))) {
      throw new IllegalArgumentException(
          PREFIX + ".authorization is for a target with https:// or http://");
    }
    if (batchSize < 1 || batchSize > LARGEST_BATCH) {
      throw new IllegalArgumentException(PREFIX + ".batch-size must be 1 to " + LARGEST_BATCH);
    }
  }

  Optional<Endpoint> endpoint() {
    return Optional.ofNullable(target).map(it -> Endpoint.of(PREFIX + ".target", it, SCHEMES));
  }

  /** Nothing of it: a URL may be secret, and the header is. */
  @Override
  public String toString() {
    return "SiemProperties";
  }
}
