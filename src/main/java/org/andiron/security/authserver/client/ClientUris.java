package org.andiron.security.authserver.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Which URIs may be registered.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7">Redirect URIs of native apps, RFC
 *     8252</a>
 */
final class ClientUris {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private ClientUris() {}

  /** A redirect URI: https, http to this machine, or a scheme that is a reversed domain name. */
  static String redirect(String member, String text) {
    URI uri = parse(member, text);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("https") || scheme.equals("http");
    if (!web && !scheme.contains(".")) {
      throw new InvalidClientMetadataException(
          member,
          "must be https, http to localhost, or have a private scheme with a dot such as"
              + " org.example.app");
    }
    if (web) {
      web(member, text);
    }
    if (text.contains("#") || text.contains("*")) {
      throw new InvalidClientMetadataException(member, "must have neither a fragment nor a '*'");
    }
    return text;
  }

  /** A URI that a browser or this server opens: https, or http to this machine. */
  static URI web(String member, String text) {
    URI uri = parse(member, text);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null
        || uri.getRawUserInfo() != null
        || !(scheme.equals("https")
            || (scheme.equals("http") && LOOPBACK.contains(uri.getHost())))) {
      throw new InvalidClientMetadataException(
          member, "must be an https URL, or http to localhost, without a user or password");
    }
    return uri;
  }

  private static URI parse(String member, String text) {
    try {
      URI uri = new URI(text);
      if (uri.isAbsolute()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new InvalidClientMetadataException(member, "is not a URI");
    }
    throw new InvalidClientMetadataException(member, "must be an absolute URI");
  }
}
