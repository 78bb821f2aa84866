package org.andiron.security.authserver.code;

import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.security.scope.ContextScope;
import org.andiron.security.scope.SmartScope;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScopes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/** Narrows what an app asks for to what it can have; an app that can have nothing is told so. */
final class RequestedScopes {

  private RequestedScopes() {}

  /** What of the request the client is registered for, and an app with a user can have. */
  static SmartScopes of(
      OAuth2AuthorizationCodeRequestAuthenticationToken request, ClientRegistration client) {
    SmartScopes within =
        SmartScopes.of(String.join(" ", request.getScopes())).within(client.scopes());
    SmartScopes scopes =
        new SmartScopes(
            within.scopes().stream()
                .filter(
                    it ->
                        it != ContextScope.SCIM
                            && !(it instanceof SmartScope right && right.level() == Level.SYSTEM))
                .toList());
    return requireAny(request, scopes);
  }

  /** What of it can be had in a context: an encounter is known from an EHR, and not chosen. */
  static SmartScopes within(
      OAuth2AuthorizationCodeRequestAuthenticationToken request,
      SmartScopes scopes,
      LaunchContext context) {
    return context.encounter() != null
        ? scopes
        : requireAny(
            request,
            new SmartScopes(
                scopes.scopes().stream()
                    .filter(it -> it != ContextScope.LAUNCH_ENCOUNTER)
                    .toList()));
  }

  private static SmartScopes requireAny(
      OAuth2AuthorizationCodeRequestAuthenticationToken request, SmartScopes scopes) {
    if (scopes.scopes().isEmpty()) {
      throw AuthorizationRefusal.toApp(
          request,
          "invalid_scope",
          "scope has nothing that the app is registered for and that can be had here.");
    }
    return scopes;
  }
}
