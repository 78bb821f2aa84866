package org.andiron.security.authserver.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.util.Collections;
import java.util.Optional;
import org.andiron.security.PublicAddress;
import org.andiron.security.authserver.key.SigningKeys;

/**
 * Checks access tokens of this server. Nothing of a token decides how it is checked: the algorithm
 * and the type are fixed, and the key comes from our own table.
 */
public final class AccessTokens {

  /** Type of our access tokens, which no id_token has. */
  static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  /** Longer ones are none of ours. */
  private static final int LONGEST = 8 * 1024;

  private final SigningKeys keys;
  private final PublicAddress address;
  private final Clock clock;

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
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      requireSignature(jwt);
      AccessToken accessToken = new AccessToken(jwt.getJWTClaimsSet());
      requireClaims(accessToken.claims());
      return accessToken;
    } catch (ParseException | JOSEException | RuntimeException e) {
      throw new InvalidAccessTokenException("The token is not an access token of this server.");
    }
  }

  private void requireSignature(SignedJWT jwt) throws InvalidAccessTokenException, JOSEException {
    JWSHeader header = jwt.getHeader();
    if (!JWSAlgorithm.RS256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType())) {
      throw new InvalidAccessTokenException("The token is not an access token of this server.");
    }
    // A text has one spelling in base64url; decoders take others for it as well.
    Base64URL signature = jwt.getSignature();
    if (!Base64URL.encode(signature.decode()).equals(signature)) {
      throw new InvalidAccessTokenException("The token is not signed by this server.");
    }
    Optional<RSAKey> key =
        header.getKeyID() == null ? Optional.empty() : keys.find(header.getKeyID());
    if (key.isEmpty() || !jwt.verify(new RSASSAVerifier(key.get()))) {
      throw new InvalidAccessTokenException("The token is not signed by this server.");
    }
  }

  private void requireClaims(JWTClaimsSet claims) throws InvalidAccessTokenException {
    if (!address.issuer().equals(claims.getIssuer())) {
      throw new InvalidAccessTokenException("The token is of another issuer.");
    }
    if (Collections.disjoint(claims.getAudience(), address.fhirBases())) {
      throw new InvalidAccessTokenException("The token is for another server.");
    }
    if (claims.getExpirationTime() == null
        || !clock.instant().isBefore(claims.getExpirationTime().toInstant())) {
      throw new InvalidAccessTokenException("The token has expired.");
    }
    if (claims.getIssueTime() == null
        || claims.getSubject() == null
        || claims.getClaim(TokenClaims.AUTHORIZATION) == null) {
      throw new InvalidAccessTokenException("The token is not an access token of this server.");
    }
  }
}
