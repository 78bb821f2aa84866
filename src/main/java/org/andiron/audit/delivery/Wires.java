package org.andiron.audit.delivery;

import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.andiron.audit.delivery.StreamWire.Patience;
import org.andiron.server.egress.EgressPolicy;
import org.andiron.startup.StartupRefusedException;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** Opens ways to other systems, only where {@code andiron.egress} lets this server connect to. */
public final class Wires {

  private static final Logger LOG = LoggerFactory.getLogger(Wires.class);

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final EgressPolicy egress;
  private final CloseableHttpClient http;
  private final SslBundles bundles;

  Wires(EgressPolicy egress, CloseableHttpClient http, SslBundles bundles) {
    this.egress = egress;
    this.http = http;
    this.bundles = bundles;
  }

  /**
   * How to speak with an endpoint.
   *
   * @param authorization value of the header of requests; secret
   * @param sslBundle name of one of Spring Boot's, with the certificates that are trusted over TLS
   *     and our own; null to trust those that Java trusts
   * @param awaitClose whether over TCP and TLS what is sent counts as received only once the
   *     receiver closed the connection
   */
  public record Manner(
      @Nullable String authorization, @Nullable String sslBundle, boolean awaitClose) {}

  /**
   * A way to an endpoint.
   *
   * @param prefix of the settings, for messages
   * @param key of the endpoint, without the prefix
   * @param type of the body of requests
   * @throws StartupRefusedException if this server may not connect to it, or there is no such SSL
   *     bundle
   */
  public Wire open(String prefix, String key, Endpoint endpoint, ContentType type, Manner manner) {
    endpoint.require(prefix + "." + key, egress);
    boolean web = Endpoint.Scheme.WEB.contains(endpoint.scheme());
    if (endpoint.scheme().isPlain()) {
      LOG.warn(
          "{}.{}: what is sent to {} is not encrypted; let nobody listen on the way",
          prefix,
          key,
          endpoint);
    }
    if (web) {
      return new HttpWire(http, endpoint, type, manner.authorization());
    }
    if (endpoint.scheme() == Endpoint.Scheme.SYSLOG_UDP) {
      return new DatagramWire(endpoint, egress);
    }
    return new StreamWire(
        endpoint,
        Endpoint.Scheme.SYSLOG.contains(endpoint.scheme()) ? Framing.OCTET_COUNTING : Framing.LINES,
        egress,
        endpoint.scheme().isTls() ? tls(prefix, manner.sslBundle()) : null,
        new Patience(CONNECTING, manner.awaitClose() ? CLOSING : Duration.ZERO));
  }

  private SSLSocketFactory tls(String prefix, @Nullable String bundle) {
    if (bundle == null) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    try {
      return bundles.getBundle(bundle).createSslContext().getSocketFactory();
    } catch (NoSuchSslBundleException e) {
      throw new StartupRefusedException(
          prefix + ".ssl-bundle: there is no spring.ssl.bundle.pem." + bundle, e);
    }
  }
}
