package org.andiron.security.authserver.code;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.HashMap;
import java.util.Map;
import org.andiron.security.authserver.token.RequestParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Adds to an authorization request in which session it came, and when its user signed in. */
final class AuthorizationRequestConverter implements AuthenticationConverter {

  private final AuthenticationConverter converter =
      new OAuth2AuthorizationCodeRequestAuthenticationConverter();

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    if (!(converter.convert(request)
        instanceof OAuth2AuthorizationCodeRequestAuthenticationToken token)) {
      return null;
    }
    Map<String, Object> parameters = new HashMap<>(token.getAdditionalParameters());
    parameters.keySet().removeIf(AuthorizationRequests::isOwn);
    HttpSession session = request.getSession();
    parameters.put(RequestParameters.SESSION, session.getId());
    parameters.put(RequestParameters.SIGN_IN_TIME, Long.toString(SignInTime.of(session)));
    return new OAuth2AuthorizationCodeRequestAuthenticationToken(
        token.getAuthorizationUri(),
        token.getClientId(),
        SignedInUser.orNobody((Authentication) token.getPrincipal()),
        token.getRedirectUri(),
        token.getState(),
        token.getScopes(),
        parameters);
  }
}
