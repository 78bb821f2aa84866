package org.andiron.security.authserver.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An access token of this server whose signature, issuer, audience and time are right. Whether its
 * authorization still stands is another question: {@link AuthorizationStore#isLive}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068">JWT profile for access tokens, RFC 9068</a>
 */
public record AccessToken(JWTClaimsSet claims) {

  /** Id of the token. */
  public String id() {
    return text(TokenClaims.TOKEN_ID).orElse("");
  }

  /** The authorization that it comes of. */
  public String authorization() {
    return text(TokenClaims.AUTHORIZATION).orElse("");
  }

  /** The user, or the client itself. */
  public String subject() {
    return Objects.requireNonNullElse(claims.getSubject(), "");
  }

  public String clientId() {
    return text(TokenClaims.CLIENT_ID).orElse("");
  }

  /** What it allows, as a scope parameter. */
  public String scope() {
    return text(TokenClaims.SCOPE).orElse("");
  }

  /** The roles of the user. */
  public List<String> roles() {
    return claims.getClaim(TokenClaims.ROLES) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** A claim that is a string. */
  public Optional<String> text(String name) {
    return claims.getClaim(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Instant issuedAt() {
    return claims.getIssueTime().toInstant();
  }

  Instant expiresAt() {
    return claims.getExpirationTime().toInstant();
  }

  /** The claims as Spring Security has them, with times as {@link Instant}. */
  Map<String, Object> asMap() {
    Map<String, Object> all = new HashMap<>(claims.getClaims());
    all.put("iat", issuedAt());
    all.put("exp", expiresAt());
    all.put("aud", claims.getAudience());
    return all;
  }
}
