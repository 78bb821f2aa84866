package org.andiron.security.authserver.code;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.security.scope.SmartScopes;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;

/**
 * Takes what a user allowed and gives the app its code. Spring's provider adds what the user
 * allowed at an earlier time, so that a scope once allowed could not be left out.
 */
final class AuthorizationDecisions implements AuthenticationProvider {

  private final Base64StringKeyGenerator random =
      new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 48);
  private final AuthorizationStore authorizations;
  private final Clock clock;

  AuthorizationDecisions(AuthorizationStore authorizations, Clock clock) {
    this.authorizations = authorizations;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    OAuth2AuthorizationConsentAuthenticationToken decision =
        (OAuth2AuthorizationConsentAuthenticationToken) authentication;
    Authentication user = (Authentication) decision.getPrincipal();
    OAuth2Authorization authorization =
        authorizations.findByToken(decision.getState(), PendingAuthorizations.STATE);
    OAuth2AuthorizationRequest request =
        authorization == null
            ? null
            : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
    if (authorization == null
        || request == null
        || !SignedInUser.is(user)
        || !authorization.getPrincipalName().equals(user.getName())
        || !request.getClientId().equals(decision.getClientId())) {
      throw AuthorizationRefusal.toUser(
          empty(decision, user),
          "invalid_request",
          "There is nothing to decide: the request has been answered already, or is another"
              + " user's.");
    }
    OAuth2AuthorizationCodeRequestAuthenticationToken asked =
        new OAuth2AuthorizationCodeRequestAuthenticationToken(
            request.getAuthorizationUri(),
            request.getClientId(),
            user,
            request.getRedirectUri(),
            request.getState(),
            request.getScopes(),
            request.getAdditionalParameters());
    Set<String> allowed = allowed(decision, request, authorization, asked);
    Instant now = clock.instant();
    OAuth2AuthorizationCode code =
        new OAuth2AuthorizationCode(
            random.generateKey(), now, now.plus(RegisteredClients.CODE_LIFETIME));
    authorizations.save(
        OAuth2Authorization.from(authorization)
            .authorizedScopes(allowed)
            .token(code)
            .attributes(all -> all.remove("state"))
            .build());
    return new OAuth2AuthorizationCodeRequestAuthenticationToken(
        request.getAuthorizationUri(),
        request.getClientId(),
        user,
        code,
        request.getRedirectUri(),
        request.getState(),
        allowed);
  }

  private Set<String> allowed(
      OAuth2AuthorizationConsentAuthenticationToken decision,
      OAuth2AuthorizationRequest request,
      OAuth2Authorization authorization,
      OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
    Set<String> allowed = new HashSet<>(Objects.requireNonNull(decision.getScopes()));
    if (allowed.isEmpty()) {
      authorizations.remove(authorization);
      throw AuthorizationRefusal.toApp(asked, "access_denied", "The user allowed nothing.");
    }
    if (!request.getScopes().containsAll(allowed)) {
      throw AuthorizationRefusal.toUser(
          asked, "invalid_scope", "What was allowed is more than was asked for.");
    }
    if (PendingAuthorization.needsPatient(
        SmartScopes.of(String.join(" ", allowed)), LaunchContext.of(authorization))) {
      throw AuthorizationRefusal.toUser(
          asked, "invalid_request", "A patient must be chosen first.");
    }
    return allowed;
  }

  private static OAuth2AuthorizationCodeRequestAuthenticationToken empty(
      OAuth2AuthorizationConsentAuthenticationToken decision, Authentication user) {
    return new OAuth2AuthorizationCodeRequestAuthenticationToken(
        decision.getAuthorizationUri(), decision.getClientId(), user, null, null, Set.of(), null);
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2AuthorizationConsentAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
