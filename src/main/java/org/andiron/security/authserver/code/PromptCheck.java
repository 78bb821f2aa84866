package org.andiron.security.authserver.code;

import java.time.Clock;
import java.util.Map;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.security.authserver.token.RequestParameters;
import org.andiron.security.scope.SmartScopes;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * Where an app wants nothing asked of its user, tells it of whatever would have to be.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthError">Authentication
 *     error response, OpenID Connect Core</a>
 */
final class PromptCheck {

  private final Clock clock;

  PromptCheck(Clock clock) {
    this.clock = clock;
  }

  /** The wishes of a request that has been checked. */
  static Prompt of(Map<String, Object> parameters) {
    return Prompt.of(parameters.get(Prompt.PROMPT), parameters.get(Prompt.MAX_AGE));
  }

  /** Before anything of the request is taken up: the sign-in, and the page of scopes. */
  void requireSignIn(
      OAuth2AuthorizationCodeRequestAuthenticationToken request, ClientRegistration client) {
    Prompt prompt;
    try {
      prompt = of(request.getAdditionalParameters());
    } catch (IllegalArgumentException e) {
      throw AuthorizationRefusal.toApp(request, "invalid_request", String.valueOf(e.getMessage()));
    }
    if (!prompt.nothing()) {
      return;
    }
    Object signedInAt = request.getAdditionalParameters().get(RequestParameters.SIGN_IN_TIME);
    if (!SignedInUser.is((Authentication) request.getPrincipal())
        || prompt.isTooOld(Long.parseLong(String.valueOf(signedInAt)), clock.instant())) {
      throw AuthorizationRefusal.toApp(request, "login_required", "The user must sign in.");
    }
    if (!client.skipsAuthorizationPage()) {
      throw AuthorizationRefusal.toApp(
          request, "consent_required", "The user must say what the app may do.");
    }
  }

  /** Once it is known where the app is to work. */
  static void requirePatient(
      OAuth2AuthorizationCodeRequestAuthenticationToken request,
      SmartScopes scopes,
      LaunchContext context) {
    if (of(request.getAdditionalParameters()).nothing()
        && PendingAuthorization.needsPatient(scopes, context)) {
      throw AuthorizationRefusal.toApp(
          request, "interaction_required", "The user must choose a patient.");
    }
  }
}
