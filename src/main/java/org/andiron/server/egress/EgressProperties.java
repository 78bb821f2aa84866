package org.andiron.server.egress;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where this server may send requests to ({@code andiron.egress}): subscription notifications, the
 * files of {@code $import}, key sets of clients, an external issuer, and what the audit log hands
 * to other systems.
 *
 * @param allow hosts that may be called: {@code *} (any), {@code hooks.example.org}, {@code
 *     *.example.org}, an address or a CIDR block. A listed address or block may be called even if
 *     it is private or loopback. Default: {@code *}
 * @param allowPrivate whether a listed host name may resolve to a private network (RFC 1918,
 *     unique-local IPv6). Loopback, link-local and multicast addresses stay refused unless listed
 *     as an address or block. Default: false
 * @param connectTimeout longest wait for a connection, default 5 s
 * @param readTimeout longest wait for the next bytes of an answer, default 30 s
 * @param maxConnections connections open at once, default 20
 */
@ConfigurationProperties("andiron.egress")
public record EgressProperties(
    @DefaultValue("*") List<String> allow,
    @DefaultValue("false") boolean allowPrivate,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("30s") Duration readTimeout,
    @DefaultValue("20") int maxConnections) {

  private static final String HOST_PATTERN =
      "\\*|(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*";

  public EgressProperties {
    allow = allow.stream().map(String::strip).map(s -> s.toLowerCase(Locale.ROOT)).toList();
    for (String entry : allow) {
      if (AddressRange.isAddress(entry)) {
        AddressRange.parse(entry);
      } else if (!entry.matches(HOST_PATTERN)) {
        throw new IllegalArgumentException(
            "andiron.egress.allow: '"
                + entry
                + "' is neither a host, nor *.host, nor an address, nor a CIDR block");
      }
    }
    requirePositive("connect-timeout", connectTimeout);
    requirePositive("read-timeout", readTimeout);
    if (maxConnections < 1) {
      throw new IllegalArgumentException("andiron.egress.max-connections must be at least 1");
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isNegative() || value.isZero() || value.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("andiron.egress." + key + " must be positive");
    }
  }
}
