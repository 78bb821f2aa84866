package org.andiron.operator;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * A FHIR server, by its base URL.
 *
 * @param base without a slash at the end
 */
record ServerAddress(URI base) {

  private static final String FHIR = "/fhir";

  /**
   * Reads a base URL.
   *
   * @throws OperatorException if it is no http or https URL
   */
  static ServerAddress of(String url) {
    try {
      URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      String scheme = String.valueOf(uri.getScheme());
      if (!scheme.matches("https?")
          || uri.getHost() == null
          || uri.getQuery() != null
          || uri.getUserInfo() != null) {
        throw new OperatorException("--server must be an http or https URL");
      }
      return new ServerAddress(uri);
    } catch (URISyntaxException e) {
      throw new OperatorException("--server must be an http or https URL", e);
    }
  }

  /** A resource below the FHIR base. */
  URI fhir(String path) {
    return URI.create(base + "/" + path);
  }

  /** A resource beside the FHIR base. */
  URI beside(String path) {
    String root = base.toString();
    return URI.create(
        (root.endsWith(FHIR) ? root.substring(0, root.length() - FHIR.length()) : root) + path);
  }

  /**
   * Where to send a request that the server wants at a URL. Usually there. A server on this machine
   * that is known by another name outside gets it under the name by which it was found; any other
   * name is refused: else a server could have tokens of another one fetched for it.
   *
   * @throws OperatorException if it is of another server
   */
  URI sendTo(URI wanted) {
    if (origin(wanted).equals(origin(base))) {
      return wanted;
    }
    if (isThisMachine()) {
      return URI.create(origin(base) + wanted.getRawPath());
    }
    throw new OperatorException(
        "the server at " + base + " names another one for its tokens: " + origin(wanted));
  }

  private boolean isThisMachine() {
    try {
      return InetAddress.getByName(base.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
