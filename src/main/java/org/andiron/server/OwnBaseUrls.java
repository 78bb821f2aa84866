package org.andiron.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The base URLs that mean this server wherever they stand, so that a reference that begins with one
 * is a reference to a resource here.
 *
 * <p>They come from the configuration alone: {@code andiron.server.base-url}, else the address and
 * port on which the server listens. The Host header of a request, and what a proxy forwards of it,
 * do not count, although links in answers are made of it: what another host is called must not
 * depend on what a caller says, or a record of another server could become one of ours that happens
 * to have the same id. A server that listens on all addresses, or is reached through a proxy, and
 * does not know its name takes references with that name for external ones until {@code
 * andiron.server.base-url} tells it.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html#literal">Literal references</a>
 */
public final class OwnBaseUrls {

  private final @Nullable URI baseUrl;
  private final @Nullable InetAddress address;
  private final boolean https;

  /**
   * Bases of a server.
   *
   * @param baseUrl the base URL that is configured, if any
   * @param address the address on which it listens, or none for all
   * @param https whether it speaks TLS itself
   */
  OwnBaseUrls(@Nullable URI baseUrl, @Nullable InetAddress address, boolean https) {
    this.baseUrl = baseUrl;
    this.address = address;
    this.https = https;
  }

  /** The base URLs of the server when it listens on a port, without trailing slashes. */
  public Set<String> at(int port) {
    if (baseUrl != null) {
      return Set.of(baseUrl.toString().replaceAll("/+$", ""));
    }
    Set<String> bases = new LinkedHashSet<>();
    for (String host : hosts()) {
      String root = (https ? "https://" : "http://") + host;
      bases.add(root + ":" + port + FhirEndpoint.PATH);
      if (port == (https ? 443 : 80)) {
        bases.add(root + FhirEndpoint.PATH);
      }
    }
    return bases;
  }

  private List<String> hosts() {
    if (address == null || address.isAnyLocalAddress() || address.isLoopbackAddress()) {
      return List.of("localhost", "127.0.0.1", "[::1]");
    }
    return List.of(
        address instanceof Inet6Address
            ? "[" + address.getHostAddress() + "]"
            : address.getHostAddress());
  }
}
