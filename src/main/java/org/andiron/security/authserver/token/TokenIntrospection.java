package org.andiron.security.authserver.token;

import java.util.Objects;
import java.util.Optional;
import org.andiron.security.PublicAddress;
import org.andiron.security.TokenEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/**
 * Says of a token what the client was told that got it: beside the claims of the token, the launch
 * context, and the user as the id_token names them.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/token-introspection.html">Token
 *     introspection</a>
 */
public final class TokenIntrospection implements AuthenticationProvider {

  private final OAuth2TokenIntrospectionAuthenticationProvider provider;
  private final AuthorizationStore authorizations;
  private final PublicAddress address;
  private final ApplicationEventPublisher events;

  /** Adds to what the provider says, and tells of it. */
  public TokenIntrospection(
      OAuth2TokenIntrospectionAuthenticationProvider provider,
      AuthorizationStore authorizations,
      PublicAddress address,
      ApplicationEventPublisher events) {
    this.provider = provider;
    this.authorizations = authorizations;
    this.address = address;
    this.events = events;
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    OAuth2TokenIntrospectionAuthenticationToken answer =
        (OAuth2TokenIntrospectionAuthenticationToken) provider.authenticate(authentication);
    OAuth2Authorization authorization =
        answer.getTokenClaims().isActive()
            ? authorizations.findByToken(answer.getToken(), null)
            : null;
    events.publishEvent(introspected(answer));
    return authorization == null
        ? answer
        : new OAuth2TokenIntrospectionAuthenticationToken(
            answer.getToken(),
            (Authentication) Objects.requireNonNull(answer.getPrincipal()),
            complete(answer.getTokenClaims(), authorization));
  }

  private static TokenEvent introspected(OAuth2TokenIntrospectionAuthenticationToken answer) {
    OAuth2ClientAuthenticationToken client =
        (OAuth2ClientAuthenticationToken) Objects.requireNonNull(answer.getPrincipal());
    return new TokenEvent.Introspected(
        Objects.requireNonNull(client.getRegisteredClient()).getClientId(),
        Optional.ofNullable(answer.getTokenClaims().getId()));
  }

  private OAuth2TokenIntrospection complete(
      OAuth2TokenIntrospection claims, OAuth2Authorization authorization) {
    OAuth2TokenIntrospection.Builder all = OAuth2TokenIntrospection.withClaims(claims.getClaims());
    all.issuer(address.issuer());
    all.subject(authorization.getPrincipalName());
    if (claims.getClaims().get(TokenClaims.FHIR_USER) instanceof String user) {
      all.claim(TokenClaims.FHIR_USER, address.fhirBase() + "/" + user);
    }
    LaunchContext.of(authorization).members().forEach(all::claim);
    return all.build();
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return provider.supports(authentication);
  }
}
