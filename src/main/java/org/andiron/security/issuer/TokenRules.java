package org.andiron.security.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.function.Supplier;
import org.andiron.security.issuer.ExternalProperties.Validation;
import org.jspecify.annotations.Nullable;

/** What of a token of the issuer makes it one for this server, now, and for access. */
final class TokenRules {

  /** By how much the clock of the issuer may be ahead. */
  private static final Duration AHEAD = Duration.ofSeconds(30);

  private final String issuer;
  private final Validation validation;
  private final Supplier<? extends Collection<String>> audience;
  private final Clock clock;

  TokenRules(
      String issuer,
      Validation validation,
      Supplier<? extends Collection<String>> audience,
      Clock clock) {
    this.issuer = issuer;
    this.validation = validation;
    this.audience = audience;
    this.clock = clock;
  }

  void require(JWTClaimsSet claims) throws RefusedTokenException {
    boolean asked = validation == Validation.INTROSPECTION;
    // The issuer itself has answered; it need not repeat who it is and until when.
    if (!issuer.equals(claims.getIssuer()) && !(asked && claims.getIssuer() == null)) {
      throw new RefusedTokenException("The token is of another issuer.");
    }
    if (Collections.disjoint(claims.getAudience(), audience.get())) {
      throw new RefusedTokenException(
          "The token is for another server: its aud does not name this.");
    }
    Instant now = clock.instant();
    Date expiry = claims.getExpirationTime();
    if (expiry == null ? !asked : !now.isBefore(expiry.toInstant())) {
      throw new RefusedTokenException("The token has expired.");
    }
    if (isAhead(claims.getNotBeforeTime(), now) || isAhead(claims.getIssueTime(), now)) {
      throw new RefusedTokenException("The token is not valid yet.");
    }
    // Keycloak tells its kinds of tokens apart by this claim; others have no such claim.
    Object kind = claims.getClaim("typ");
    if (kind != null && !"Bearer".equals(kind)) {
      throw new RefusedTokenException("The token is not an access token.");
    }
    // Of id_tokens alone.
    if (claims.getClaim("at_hash") != null) {
      throw new RefusedTokenException("The token is an id_token, not an access token.");
    }
  }

  private static boolean isAhead(@Nullable Date time, Instant now) {
    return time != null && time.toInstant().isAfter(now.plus(AHEAD));
  }
}
