package org.andiron.security.resourceserver;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * What everybody may read: what an app must know before it has a token, and whether the server is
 * well. Paths are compared as they were sent; another spelling of one needs a token.
 */
final class OpenPaths {

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private static final Set<String> PATHS =
      Set.of(
          "/fhir/metadata",
          "/fhir/.well-known/smart-configuration",
          "/.well-known/openid-configuration",
          "/.well-known/andiron-operator",
          "/oauth2/jwks",
          "/actuator/health",
          "/actuator/health/liveness",
          "/actuator/health/readiness",
          "/actuator/health/startup");

  private OpenPaths() {}

  static boolean contains(HttpServletRequest request) {
    return METHODS.contains(request.getMethod()) && PATHS.contains(request.getRequestURI());
  }
}
