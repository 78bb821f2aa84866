package org.andiron.audit.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What was asked, as it came: nothing is removed or decoded, so that an attack can be seen later.
 *
 * @param url the whole of it, with the base and all parameters
 * @param body as of a search by POST or of GraphQL; empty if there was none
 */
public record RawQuery(String url, String body) {

  /** A request without body. */
  public static RawQuery get(String url) {
    return new RawQuery(url, "");
  }

  /**
   * A request for a token: only of what kind, and for which scopes. All else there is a secret, or
   * may be one.
   */
  public static RawQuery token(String url, String grantType, Optional<String> scope) {
    return new RawQuery(
        url, "grant_type=" + grantType + scope.map(it -> "&scope=" + it).orElse(""));
  }

  /** URL; then, if there is a body, an empty line and the body. */
  byte[] content() {
    return (body.isEmpty() ? url : url + "\n\n" + body).getBytes(StandardCharsets.UTF_8);
  }
}
