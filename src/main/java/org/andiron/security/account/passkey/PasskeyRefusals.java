package org.andiron.security.account.passkey;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says in plain words that what a device sent was not accepted. Spring's filters say nothing, and
 * let what they cannot read become a failure of the server.
 */
final class PasskeyRefusals extends OncePerRequestFilter {

  private static final RequestMatcher REGISTER = posted("/webauthn/register");
  private static final RequestMatcher SIGN_IN = posted("/login/webauthn");

  private static RequestMatcher posted(String path) {
    return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, path);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !REGISTER.matches(request) && !SIGN_IN.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    int refused =
        SIGN_IN.matches(request)
            ? HttpServletResponse.SC_UNAUTHORIZED
            : HttpServletResponse.SC_BAD_REQUEST;
    try {
      chain.doFilter(request, response);
    } catch (IllegalArgumentException e) {
      response.setStatus(refused);
    }
    if (response.getStatus() == refused) {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      response
          .getWriter()
          .write("{\"message\": \"The passkey was not accepted, and nothing was stored.\"}");
    }
  }
}
