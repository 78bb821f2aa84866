package org.andiron.security.authserver.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads who a public client says it is. Spring's converter does so for codes alone; public clients
 * have refresh tokens here, and may give tokens back.
 */
public final class PublicClientConverter implements AuthenticationConverter {

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    Map<String, String[]> all = request.getParameterMap();
    if (request.getHeader("Authorization") != null
        || all.containsKey("client_secret")
        || all.containsKey("client_assertion")
        || !all.containsKey("client_id")) {
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
    String clientId = (String) parameters.remove("client_id");
    if (clientId.isBlank()) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    return new OAuth2ClientAuthenticationToken(
        clientId, ClientAuthenticationMethod.NONE, null, parameters);
  }
}
