package org.andiron.security.authserver.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.andiron.security.PublicAddress;
import org.andiron.security.authserver.key.SigningKeys;
import org.jspecify.annotations.Nullable;

/**
 * Checks access tokens of this server. Nothing of a token decides how it is checked: the algorithm
 * and the type are fixed, and the key comes from our own table.
 *
 * <p>What does not change in a token, its signature and whom it is by and for, is checked once
 * while it is in use; its time, and that its key still counts, each time.
 */
public final class AccessTokens {

  /** Type of our access tokens, which no id_token has. */
  static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  /** Longer ones are none of ours. */
  private static final int LONGEST = 8 * 1024;

  private static final int REMEMBERED = 10_000;
  private static final Duration UNUSED = Duration.ofMinutes(5);

  private final SigningKeys keys;
  private final PublicAddress address;
  private final Clock clock;

  /** Tokens that have passed, by their digests: a dump of the memory holds none. */
  private final Cache<ByteBuffer, Verified> verified =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterAccess(UNUSED).build();

  private record Verified(String keyId, AccessToken token) {}

  AccessTokens(SigningKeys keys, PublicAddress address, Clock clock) {
    this.keys = keys;
    this.address = address;
    this.clock = clock;
  }

  /**
   * Checks signature, type, issuer, audience and time.
   *
   * @throws InvalidAccessTokenException if any of them is wrong
   */
  public AccessToken verify(String token) throws InvalidAccessTokenException {
    if (token.length() > LONGEST) {
      throw new InvalidAccessTokenException("The token is too long.");
    }
    ByteBuffer digest = ByteBuffer.wrap(TokenDigest.of(token));
    Verified known = verified.getIfPresent(digest);
    if (known == null) {
      known = verifyUnknown(token);
      requireTime(known.token());
      verified.put(digest, known);
    } else {
      requireKey(known.keyId());
      requireTime(known.token());
    }
    return known.token();
  }

  private Verified verifyUnknown(String token) throws InvalidAccessTokenException {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      String keyId = requireSignature(jwt);
      AccessToken accessToken = new AccessToken(jwt.getJWTClaimsSet());
      requireClaims(accessToken.claims());
      return new Verified(keyId, accessToken);
    } catch (ParseException | JOSEException | RuntimeException e) {
      throw new InvalidAccessTokenException("The token is not an access token of this server.");
    }
  }

  /** Answers with the id of the key that signed. */
  private String requireSignature(SignedJWT jwt) throws InvalidAccessTokenException, JOSEException {
    JWSHeader header = jwt.getHeader();
    if (!JWSAlgorithm.RS256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType())) {
      throw new InvalidAccessTokenException("The token is not an access token of this server.");
    }
    // A text has one spelling in base64url; decoders take others for it as well.
    Base64URL signature = jwt.getSignature();
    if (!Base64URL.encode(signature.decode()).equals(signature)) {
      throw new InvalidAccessTokenException("The token is not signed by this server.");
    }
    RSAKey key = requireKey(header.getKeyID());
    if (!jwt.verify(new RSASSAVerifier(key))) {
      throw new InvalidAccessTokenException("The token is not signed by this server.");
    }
    return key.getKeyID();
  }

  private RSAKey requireKey(@Nullable String keyId) throws InvalidAccessTokenException {
    return Optional.ofNullable(keyId)
        .flatMap(keys::find)
        .orElseThrow(
            () -> new InvalidAccessTokenException("The token is not signed by this server."));
  }

  private void requireClaims(JWTClaimsSet claims) throws InvalidAccessTokenException {
    if (!address.issuer().equals(claims.getIssuer())) {
      throw new InvalidAccessTokenException("The token is of another issuer.");
    }
    if (Collections.disjoint(claims.getAudience(), address.fhirBases())) {
      throw new InvalidAccessTokenException("The token is for another server.");
    }
    if (claims.getExpirationTime() == null) {
      throw new InvalidAccessTokenException("The token has expired.");
    }
    if (claims.getIssueTime() == null
        || claims.getSubject() == null
        || claims.getClaim(TokenClaims.AUTHORIZATION) == null) {
      throw new InvalidAccessTokenException("The token is not an access token of this server.");
    }
  }

  private void requireTime(AccessToken token) throws InvalidAccessTokenException {
    if (!clock.instant().isBefore(token.expiresAt())) {
      throw new InvalidAccessTokenException("The token has expired.");
    }
  }
}
