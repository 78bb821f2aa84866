package org.andiron.security.authserver.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads who a public client says it is. Spring's converter does so for codes alone; public clients
 * have refresh tokens here, and may give tokens back. Whoever refreshes need not say it: the token
 * was given to one client, and is no good for another.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">Refreshing an access token, RFC
 *     6749</a>
 */
public final class PublicClientConverter implements AuthenticationConverter {

  private final OAuth2AuthorizationService authorizations;

  /** Knows refresh tokens from a store. */
  public PublicClientConverter(OAuth2AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    Map<String, String[]> all = request.getParameterMap();
    if (request.getHeader("Authorization") != null
        || all.containsKey("client_secret")
        || all.containsKey("client_assertion")) {
      return null;
    }
    boolean named = all.containsKey("client_id");
    if (!named && !isRefresh(request)) {
      return null;
    }
    Map<String, Object> parameters = new HashMap<>();
    all.forEach(
        (name, values) -> {
          if (values.length != 1) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
          }
          parameters.put(name, values[0]);
        });
    String clientId =
        named
            ? (String) parameters.remove("client_id")
            : clientOf(request.getParameter("refresh_token"));
    if (clientId.isBlank()) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    return new OAuth2ClientAuthenticationToken(
        clientId, ClientAuthenticationMethod.NONE, null, parameters);
  }

  private static boolean isRefresh(HttpServletRequest request) {
    return "refresh_token".equals(request.getParameter("grant_type"))
        && request.getParameter("refresh_token") != null;
  }

  private String clientOf(String refreshToken) {
    OAuth2Authorization authorization =
        authorizations.findByToken(refreshToken, OAuth2TokenType.REFRESH_TOKEN);
    if (authorization == null) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
    return authorization.getRegisteredClientId();
  }
}
