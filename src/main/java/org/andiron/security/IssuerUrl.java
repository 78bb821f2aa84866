package org.andiron.security;

import java.net.URI;
import java.util.Set;

/**
 * A URL whose answers decide who callers are: with TLS, or on this machine.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">Issuer, RFC 8414</a>
 */
public final class IssuerUrl {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private IssuerUrl() {}

  /** Whether answers from there can be believed. */
  public static boolean isTrustworthy(URI url) {
    return url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawFragment() == null
        && ("https".equals(url.getScheme())
            || ("http".equals(url.getScheme()) && THIS_MACHINE.contains(url.getHost())));
  }

  /**
   * Refuses any other URL of a setting.
   *
   * @throws IllegalArgumentException that names the setting
   */
  public static void require(String setting, URI url) {
    if (!isTrustworthy(url)) {
      throw new IllegalArgumentException(
          setting
              + " must be an https URL with a host (http only for localhost), without user and"
              + " fragment, not '"
              + url
              + "'");
    }
  }
}
