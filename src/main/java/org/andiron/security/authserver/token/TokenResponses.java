package org.andiron.security.authserver.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

/** Puts the launch context beside the access token. */
public final class TokenResponses {

  private final AuthorizationStore authorizations;

  /** Takes contexts from the store. */
  public TokenResponses(AuthorizationStore authorizations) {
    this.authorizations = authorizations;
  }

  /** Completes a response. */
  public void complete(OAuth2AccessTokenAuthenticationContext context) {
    OAuth2AccessTokenAuthenticationToken token = context.getAuthentication();
    JWTClaimsSet claims = claims(token.getAccessToken().getTokenValue());
    if (token.getRegisteredClient().getClientId().equals(claims.getSubject())) {
      return;
    }
    Map<String, Object> members = new HashMap<>(token.getAdditionalParameters());
    members.putAll(
        LaunchContext.of(
                authorizations.findById(String.valueOf(claims.getClaim(TokenClaims.AUTHORIZATION))))
            .members());
    context.getAccessTokenResponse().additionalParameters(members);
  }

  private static JWTClaimsSet claims(String token) {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet();
    } catch (ParseException e) {
      throw new IllegalStateException("our own token cannot be read", e);
    }
  }
}
