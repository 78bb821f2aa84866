package org.andiron.audit.delivery;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.server.egress.EgressPolicy;
import org.andiron.startup.StartupRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Where another system takes what it is sent.
 *
 * @param scheme what it speaks
 * @param uri as it was set
 */
public record Endpoint(Scheme scheme, URI uri) {

  private static final int LARGEST_PORT = 65_535;

  /** What is spoken with an endpoint. */
  public enum Scheme {
    /** Syslog in datagrams, RFC 5426. */
    SYSLOG_UDP("syslog+udp", 514),
    /** Syslog over TCP with octet counting, RFC 6587. */
    SYSLOG_TCP("syslog+tcp", 601),
    /** Syslog over TLS, RFC 5425. */
    SYSLOG_TLS("syslog+tls", 6514),
    /** Lines over TCP. */
    TCP("tcp", 0),
    /** Lines over TLS. */
    TLS("tls", 0),
    /** Requests. */
    HTTP("http", 80),
    /** Requests over TLS. */
    HTTPS("https", 443);

    /** All that carry syslog messages. */
    public static final Set<Scheme> SYSLOG = Set.of(SYSLOG_UDP, SYSLOG_TCP, SYSLOG_TLS);

    /** All that are requests. */
    public static final Set<Scheme> WEB = Set.of(HTTP, HTTPS);

    private final String text;
    private final int port;

    Scheme(String text, int port) {
      this.text = text;
      this.port = port;
    }

    private static Optional<Scheme> of(@Nullable String text) {
      return Arrays.stream(values()).filter(it -> it.text.equalsIgnoreCase(text)).findAny();
    }

    /** Whether its certificates are those of an SSL bundle. */
    public boolean isTls() {
      return this == SYSLOG_TLS || this == TLS;
    }

    /** Whether anybody on the way can read what is sent. */
    boolean isPlain() {
      return this == SYSLOG_UDP || this == SYSLOG_TCP || this == TCP || this == HTTP;
    }
  }

  /**
   * Reads a setting.
   *
   * @param key of the setting, for messages
   * @param allowed what may be spoken there
   * @throws IllegalArgumentException if the address is not of one of these, or lacks host or port
   */
  public static Endpoint of(String key, URI uri, Set<Scheme> allowed) {
    Scheme scheme =
        Scheme.of(uri.getScheme())
            .filter(allowed::contains)
            .orElseThrow(
                () -> new IllegalArgumentException(key + " must begin with " + all(allowed)));
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          key + " must name a host and must not carry a user or password");
    }
    if ((uri.getPort() < 1 && scheme.port == 0) || uri.getPort() > LARGEST_PORT) {
      throw new IllegalArgumentException(key + " must have a port, such as :6514");
    }
    if (!Scheme.WEB.contains(scheme)
        && (!uri.getRawPath().isEmpty() || uri.getRawQuery() != null)) {
      throw new IllegalArgumentException(key + " must end after host and port");
    }
    return new Endpoint(scheme, uri);
  }

  private static String all(Set<Scheme> allowed) {
    return allowed.stream().sorted().map(it -> it.text + "://").collect(Collectors.joining(", "));
  }

  /**
   * Refuses an endpoint to which the server may not connect.
   *
   * @param key of the setting, for the message
   * @throws StartupRefusedException that says so
   */
  public void require(String key, EgressPolicy egress) {
    egress
        .refusalOfHost(host())
        .ifPresent(
            reason -> {
              throw new StartupRefusedException(key + ": " + host() + ": " + reason);
            });
  }

  String host() {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }

  int port() {
    return uri.getPort() > 0 ? uri.getPort() : scheme.port;
  }

  /** Kind, host and port; nothing of a path or query, which may be secret. */
  @Override
  public String toString() {
    return scheme.text + "://" + host() + ":" + port();
  }
}
