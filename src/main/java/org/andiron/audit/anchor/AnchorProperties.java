package org.andiron.audit.anchor;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.andiron.audit.delivery.Endpoint;
import org.andiron.audit.delivery.Endpoint.Scheme;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where signed heads of the audit log are put ({@code andiron.audit.anchors}); each of the four is
 * used if it is set.
 *
 * @param interval how often the newest head is put there; default 1 min
 * @param file to which a line of JSON is appended for each
 * @param syslog address of a syslog server: {@code syslog+tls://}, {@code syslog+tcp://} or {@code
 *     syslog+udp://}
 * @param sslBundle SSL bundle for {@code syslog+tls}; none: what Java trusts
 * @param awaitClose whether over TCP and TLS a head counts as anchored only once the syslog server
 *     closed the connection after it; default true
 * @param http URL to which each is posted as JSON
 * @param httpAuthorization value of the header Authorization of these requests; secret
 * @param timeStamp URL of a time stamp service, RFC 3161
 * @param timeStampCertificates file in PEM with the certificates that are trusted to issue, or to
 *     be, that of the service
 */
@ConfigurationProperties("andiron.audit.anchors")
public record AnchorProperties(
    @DefaultValue("1m") Duration interval,
    @Nullable Path file,
    @Nullable URI syslog,
    @Nullable String sslBundle,
    @DefaultValue("true") boolean awaitClose,
    @Nullable URI http,
    @Nullable String httpAuthorization,
    @Nullable URI timeStamp,
    @Nullable Path timeStampCertificates) {

  static final String PREFIX = "andiron.audit.anchors";

  public AnchorProperties {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(PREFIX + ".interval must be 1s to 1d");
    }
    if (syslog != null) {
      Endpoint.of(PREFIX + ".syslog", syslog, Scheme.SYSLOG);
    }
    if (http != null) {
      Endpoint.of(PREFIX + ".http", http, Scheme.WEB);
    }
    if (timeStamp != null) {
      Endpoint.of(PREFIX + ".time-stamp", timeStamp, Scheme.WEB);
    }
    if (sslBundle != null && (syslog == null || !"syslog+tls".equals(syslog.getScheme()))) {
      throw new IllegalArgumentException(
          PREFIX + ".ssl-bundle is for " + PREFIX + ".syslog with syslog+tls://");
    }
    if (httpAuthorization != null && http == null) {
      throw new IllegalArgumentException(PREFIX + ".http-authorization needs " + PREFIX + ".http");
    }
    if ((timeStamp == null) != (timeStampCertificates == null)) {
      throw new IllegalArgumentException(
          PREFIX + ".time-stamp and " + PREFIX + ".time-stamp-certificates go together");
    }
  }

  Optional<Endpoint> syslogEndpoint() {
    return Optional.ofNullable(syslog)
        .map(it -> Endpoint.of(PREFIX + ".syslog", it, Scheme.SYSLOG));
  }

  Optional<Endpoint> httpEndpoint() {
    return Optional.ofNullable(http).map(it -> Endpoint.of(PREFIX + ".http", it, Scheme.WEB));
  }

  Optional<Endpoint> timeStampEndpoint() {
    return Optional.ofNullable(timeStamp)
        .map(it -> Endpoint.of(PREFIX + ".time-stamp", it, Scheme.WEB));
  }

  /** Nothing of it: a URL may be secret, and the header is. */
  @Override
  public String toString() {
    return "AnchorProperties";
  }
}
