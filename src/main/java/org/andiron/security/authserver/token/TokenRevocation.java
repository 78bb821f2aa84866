package org.andiron.security.authserver.token;

import java.util.Objects;
import java.util.Optional;
import org.andiron.security.TokenEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

/**
 * Ends a token of the client that asks, and tells of it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009">Token revocation, RFC 7009</a>
 */
public final class TokenRevocation implements AuthenticationProvider {

  private final OAuth2TokenRevocationAuthenticationProvider provider;
  private final AuthorizationStore authorizations;
  private final ApplicationEventPublisher events;

  /** Ends tokens of the store. */
  public TokenRevocation(AuthorizationStore authorizations, ApplicationEventPublisher events) {
    this.provider = new OAuth2TokenRevocationAuthenticationProvider(authorizations);
    this.authorizations = authorizations;
    this.events = events;
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    OAuth2TokenRevocationAuthenticationToken request =
        (OAuth2TokenRevocationAuthenticationToken) authentication;
    Optional<AccessToken> access = authorizations.accessToken(request.getToken());
    Optional<String> subject =
        access
            .map(AccessToken::subject)
            .or(
                () ->
                    authorizations
                        .ofRefreshToken(request.getToken())
                        .map(AuthorizationStore.Presented::subject));
    Authentication answer = provider.authenticate(authentication);
    String client =
        Objects.requireNonNull(
                ((OAuth2ClientAuthenticationToken) request.getPrincipal()).getRegisteredClient())
            .getClientId();
    events.publishEvent(
        new TokenEvent.Revoked(
            client, subject.filter(it -> !it.equals(client)), access.map(AccessToken::id)));
    return answer;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return provider.supports(authentication);
  }
}
