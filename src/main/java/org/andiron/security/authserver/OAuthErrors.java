package org.andiron.security.authserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Writes the errors of the token endpoint and its neighbours.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">Error response, RFC 6749</a>
 */
final class OAuthErrors implements AuthenticationFailureHandler {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof OAuth2AuthenticationException oauth) {
      String description =
          oauth.getCause() instanceof BadJwtException bad
              ? bad.getMessage()
              : oauth.getError().getDescription();
      write(request, response, new OAuth2Error(oauth.getError().getErrorCode(), description, null));
    } else {
      write(request, response, new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT));
    }
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, OAuth2Error error)
      throws IOException {
    boolean client = OAuth2ErrorCodes.INVALID_CLIENT.equals(error.getErrorCode());
    response.setStatus(client ? 401 : 400);
    String authorization = request.getHeader("Authorization");
    if (client && authorization != null) {
      boolean bearer = authorization.toLowerCase(Locale.ROOT).startsWith("bearer ");
      response.setHeader(
          "WWW-Authenticate",
          (bearer ? "Bearer error=\"invalid_token\", " : "Basic ") + "realm=\"token endpoint\"");
    }
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", error.getErrorCode());
    if (error.getDescription() != null) {
      // No other characters may stand in it.
      body.put(
          "error_description",
          error.getDescription().replace('"', '\'').replaceAll("[^\\x20-\\x7e]|\\\\", "?"));
    }
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Pragma", "no-cache");
    response
        .getOutputStream()
        .write(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
  }
}
