package org.andiron.security.authserver.code;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/** Makes the failures of authorization requests. */
final class AuthorizationRefusal {

  private AuthorizationRefusal() {}

  /** A refusal that the app is told of, because it is known that the redirect URI is its own. */
  static OAuth2AuthorizationCodeRequestAuthenticationException toApp(
      OAuth2AuthorizationCodeRequestAuthenticationToken request, String error, String reason) {
    return make(request, request.getRedirectUri(), error, reason);
  }

  /** A refusal that only the user sees: where the app really is, is not known. */
  static OAuth2AuthorizationCodeRequestAuthenticationException toUser(
      OAuth2AuthorizationCodeRequestAuthenticationToken request, String error, String reason) {
    return make(request, null, error, reason);
  }

  private static OAuth2AuthorizationCodeRequestAuthenticationException make(
      OAuth2AuthorizationCodeRequestAuthenticationToken request,
      @Nullable String redirectUri,
      String error,
      String reason) {
    return new OAuth2AuthorizationCodeRequestAuthenticationException(
        new OAuth2Error(error, reason, null),
        new OAuth2AuthorizationCodeRequestAuthenticationToken(
            request.getAuthorizationUri(),
            request.getClientId(),
            (Authentication) request.getPrincipal(),
            redirectUri,
            request.getState(),
            request.getScopes(),
            request.getAdditionalParameters()));
  }
}
