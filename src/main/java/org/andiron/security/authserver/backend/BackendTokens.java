package org.andiron.security.authserver.backend;

import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.scope.ContextScope;
import org.andiron.security.scope.SmartScope;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScopes;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;

/**
 * Gives backend services their tokens: of what they ask for, what their registration allows.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/backend-services.html">Backend
 *     Services</a>
 */
public final class BackendTokens implements AuthenticationProvider {

  private final RegisteredClients clients;
  private final OAuth2ClientCredentialsAuthenticationProvider provider;

  /** Narrows what the provider is asked for. */
  public BackendTokens(
      RegisteredClients clients, OAuth2ClientCredentialsAuthenticationProvider provider) {
    this.clients = clients;
    this.provider = provider;
    // The scopes that reach the provider are those granted, which no list of texts could tell.
    provider.setAuthenticationValidator(context -> {});
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    OAuth2ClientCredentialsAuthenticationToken request =
        (OAuth2ClientCredentialsAuthenticationToken) authentication;
    if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken principal)
        || principal.getRegisteredClient() == null) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    ClientRegistration client =
        clients
            .find(principal.getRegisteredClient().getClientId())
            .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
    SmartScopes granted = granted(String.join(" ", request.getScopes()), client.scopes());
    return provider.authenticate(
        new OAuth2ClientCredentialsAuthenticationToken(
            principal, granted.texts(), request.getAdditionalParameters()));
  }

  static SmartScopes granted(String requested, SmartScopes registered) {
    SmartScopes asked = SmartScopes.of(requested);
    SmartScopes system =
        new SmartScopes(
            asked.within(registered).scopes().stream()
                .filter(
                    scope ->
                        scope == ContextScope.SCIM
                            || (scope instanceof SmartScope right && right.level() == Level.SYSTEM))
                .toList());
    if (system.scopes().isEmpty()) {
      throw new OAuth2AuthenticationException(
          new OAuth2Error(
              OAuth2ErrorCodes.INVALID_SCOPE,
              "scope must name at least one system/ scope that is registered for the client",
              null));
    }
    return system;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientCredentialsAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
