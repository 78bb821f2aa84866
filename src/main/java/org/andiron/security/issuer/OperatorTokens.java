package org.andiron.security.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.PublicAddress;
import org.andiron.security.operator.OperatorKey;
import org.andiron.security.resourceserver.Callers;
import org.andiron.security.resourceserver.TokenAnswer;
import org.andiron.security.scope.SmartScopes;

/**
 * Tokens that the operator of this machine signs with their own key. The issuer elsewhere knows
 * nothing of them, so that the server can be managed while that cannot be reached.
 */
final class OperatorTokens {

  /** What tells them from tokens of the issuer. */
  static final JOSEObjectType TYPE = new JOSEObjectType("andiron-operator+jwt");

  private static final SmartScopes ALL = SmartScopes.of("system/*.cruds scim");
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  /** By how much the clock of the operator's command may be ahead. */
  private static final Duration AHEAD = Duration.ofSeconds(10);

  private final OperatorKey key;
  private final PublicAddress address;
  private final Clock clock;

  OperatorTokens(OperatorKey key, PublicAddress address, Clock clock) {
    this.key = key;
    this.address = address;
    this.clock = clock;
  }

  /** What is to be said of a token; nothing if it is of another kind. */
  Optional<TokenAnswer> check(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      return TYPE.equals(jwt.getHeader().getType()) ? Optional.of(answer(jwt)) : Optional.empty();
    } catch (ParseException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private TokenAnswer answer(SignedJWT jwt) throws ParseException {
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    if (!isSigned(jwt) || !isForThisServerNow(claims)) {
      return new TokenAnswer.Invalid("The token is not one of the operator of this server, now.");
    }
    SmartScopes scopes =
        SmartScopes.of(Objects.requireNonNullElse(claims.getStringClaim("scope"), "")).within(ALL);
    return new TokenAnswer.Known(
        new Caller(
            OperatorKey.CLIENT_ID,
            OperatorKey.CLIENT_ID,
            OperatorKey.CLIENT_ID,
            Optional.empty(),
            Set.of(),
            scopes,
            Optional.empty(),
            Objects.requireNonNullElse(claims.getJWTID(), ""),
            Callers.isAdministrator(true, Set.of(), scopes)));
  }

  private boolean isSigned(SignedJWT jwt) {
    try {
      return JWSAlgorithm.ES384.equals(jwt.getHeader().getAlgorithm())
          && jwt.verify(new ECDSAVerifier(key.publicKey()));
    } catch (JOSEException e) {
      return false;
    }
  }

  private boolean isForThisServerNow(JWTClaimsSet claims) {
    Instant now = clock.instant();
    return OperatorKey.CLIENT_ID.equals(claims.getIssuer())
        && OperatorKey.CLIENT_ID.equals(claims.getSubject())
        && !Collections.disjoint(claims.getAudience(), address.fhirBases())
        && claims.getExpirationTime() != null
        && now.isBefore(claims.getExpirationTime().toInstant())
        && !claims.getExpirationTime().toInstant().isAfter(now.plus(LIFETIME).plus(AHEAD));
  }
}
