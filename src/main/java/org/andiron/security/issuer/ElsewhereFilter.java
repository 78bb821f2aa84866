package org.andiron.security.issuer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says where people, apps and tokens are managed, to those who look for that here. */
final class ElsewhereFilter extends OncePerRequestFilter {

  private static final List<String> PATHS =
      List.of("/oauth2", "/auth", "/admin", "/scim", "/.well-known/openid-configuration");

  private final String issuer;

  ElsewhereFilter(String issuer) {
    this.issuer = issuer;
  }

  static boolean concerns(HttpServletRequest request) {
    String path = request.getRequestURI();
    return PATHS.stream().anyMatch(it -> path.equals(it) || path.startsWith(it + "/"));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    OperationOutcomeWriter.write(
        request,
        response,
        ErrorReport.of(
            404,
            "not-found",
            "This server takes tokens of "
                + issuer
                + "; people, apps and tokens are managed there."));
  }
}
