package org.andiron.security.authserver.token;

import com.nimbusds.jose.JOSEObjectType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.andiron.security.KnownUser;
import org.andiron.security.PublicAddress;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * What stands in access tokens and id_tokens. The user is looked up for each, so that a token never
 * says more of them than their account does now.
 */
final class TokenContent implements OAuth2TokenCustomizer<JwtEncodingContext> {

  private static final Duration USER_TOKEN_LIFETIME = Duration.ofMinutes(60);

  private final PublicAddress address;
  private final UserDirectory users;
  private final RegisteredClients clients;
  private final Clock clock;

  TokenContent(PublicAddress address, UserDirectory users, RegisteredClients clients, Clock clock) {
    this.address = address;
    this.users = users;
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public void customize(JwtEncodingContext context) {
    if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
      accessToken(context);
    } else {
      idToken(context);
    }
  }

  private void accessToken(JwtEncodingContext context) {
    context.getJwsHeader().type(AccessTokens.TYPE.getType());
    JwtClaimsSet.Builder claims = context.getClaims();
    Instant now = clock.instant();
    OAuth2Authorization authorization = context.getAuthorization();
    claims
        .issuer(address.issuer())
        .audience(List.of(address.fhirBase()))
        .issuedAt(now)
        .claims(all -> all.remove("nbf"))
        .claim(TokenClaims.CLIENT_ID, context.getRegisteredClient().getClientId())
        .claim(TokenClaims.SCOPE, String.join(" ", new TreeSet<>(context.getAuthorizedScopes())))
        .claim(
            TokenClaims.AUTHORIZATION,
            authorization == null ? UUID.randomUUID().toString() : authorization.getId());
    clients
        .find(context.getRegisteredClient().getClientId())
        .ifPresent(client -> ofClient(client, claims));
    if (context.getAuthorizationGrantType().equals(AuthorizationGrantType.CLIENT_CREDENTIALS)) {
      claims.expiresAt(now.plus(RegisteredClients.BACKEND_TOKEN_LIFETIME));
      return;
    }
    claims.expiresAt(now.plus(USER_TOKEN_LIFETIME));
    KnownUser user = user(context);
    claims.claim(TokenClaims.NAME, user.displayName());
    claims.claim(TokenClaims.ROLES, List.copyOf(new TreeSet<>(user.roles())));
    user.fhirUser().ifPresent(it -> claims.claim(TokenClaims.FHIR_USER, it));
    LaunchContext launch = LaunchContext.of(authorization);
    if (launch.patient() != null) {
      claims.claim(TokenClaims.PATIENT, launch.patient());
    }
    if (launch.encounter() != null) {
      claims.claim(TokenClaims.ENCOUNTER, launch.encounter());
    }
  }

  private static void ofClient(ClientRegistration client, JwtClaimsSet.Builder claims) {
    if (!client.purposesOfUse().isEmpty()) {
      claims.claim(TokenClaims.PURPOSE_OF_USE, List.copyOf(new TreeSet<>(client.purposesOfUse())));
    }
    if (client.declaresPurpose()) {
      claims.claim(TokenClaims.PURPOSE_OF_USE_HEADER, true);
    }
    client.device().ifPresent(it -> claims.claim(TokenClaims.DEVICE, it));
  }

  private void idToken(JwtEncodingContext context) {
    context.getJwsHeader().type(JOSEObjectType.JWT.getType());
    KnownUser user = user(context);
    JwtClaimsSet.Builder claims = context.getClaims().issuer(address.issuer());
    claims.claim(TokenClaims.NAME, user.displayName());
    if (context.getAuthorizedScopes().contains(TokenClaims.FHIR_USER)) {
      user.fhirUser()
          .ifPresent(it -> claims.claim(TokenClaims.FHIR_USER, address.fhirBase() + "/" + it));
    }
    OAuth2AuthorizationRequest request =
        Objects.requireNonNull(context.getAuthorization())
            .getAttribute(OAuth2AuthorizationRequest.class.getName());
    Instant signedIn = RequestParameters.signInTime(Objects.requireNonNull(request));
    if (signedIn != null) {
      claims.claim("auth_time", signedIn.getEpochSecond());
    }
  }

  private KnownUser user(JwtEncodingContext context) {
    return users
        .find(context.getPrincipal().getName())
        // A token whose subject is its client is the client's own.
        .filter(it -> !it.name().equals(context.getRegisteredClient().getClientId()))
        .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
  }
}
