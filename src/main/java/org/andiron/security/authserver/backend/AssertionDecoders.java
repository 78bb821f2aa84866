package org.andiron.security.authserver.backend;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.PublicAddress;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Checks client assertions: signed RS384 or ES384 with a key of the client, made for this server,
 * valid for five minutes at most, and never seen before on any node.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html#signature-verification">Signature
 *     verification</a>
 */
public final class AssertionDecoders implements JwtDecoderFactory<RegisteredClient> {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384);
  private static final int LONGEST = 16 * 1024;
  private static final int LONGEST_ID = 255;
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  /** By how much the clock of a client may be ahead. */
  private static final Duration AHEAD = Duration.ofSeconds(10);

  private final RegisteredClients clients;
  private final ClientKeys keys;
  private final SeenAssertions seen;
  private final PublicAddress address;
  private final Clock clock;

  AssertionDecoders(
      RegisteredClients clients,
      ClientKeys keys,
      SeenAssertions seen,
      PublicAddress address,
      Clock clock) {
    this.clients = clients;
    this.keys = keys;
    this.seen = seen;
    this.address = address;
    this.clock = clock;
  }

  @Override
  public JwtDecoder createDecoder(RegisteredClient client) {
    ClientRegistration registration =
        clients
            .find(client.getClientId())
            .orElseThrow(() -> new BadJwtException("the client is not registered any more"));
    return assertion -> decode(assertion, registration);
  }

  private Jwt decode(String assertion, ClientRegistration client) {
    if (assertion.length() > LONGEST) {
      throw new BadJwtException("the assertion is too long");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      requireSignature(jwt, client);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      requireClaims(claims, client.clientId());
      if (!seen.isFirst(client.clientId(), claims.getJWTID(), expiry(claims).plus(AHEAD))) {
        throw new ReplayedAssertionException();
      }
      return jwt(assertion, jwt.getHeader(), claims);
    } catch (ParseException | JOSEException e) {
      throw new BadJwtException("the assertion cannot be read", e);
    }
  }

  private void requireSignature(SignedJWT jwt, ClientRegistration client) throws JOSEException {
    JWSHeader header = jwt.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw new BadJwtException("the algorithm is neither RS384 nor ES384");
    }
    if (header.getType() != null && !JOSEObjectType.JWT.equals(header.getType())) {
      throw new BadJwtException("the typ is not JWT");
    }
    if (header.getJWKURL() != null && !client.keysUri().equals(Optional.of(header.getJWKURL()))) {
      throw new BadJwtException("the jku is not the registered jwks_uri");
    }
    if (header.getKeyID() == null) {
      throw new BadJwtException("there is no kid");
    }
    for (JWK key : keys.find(client, header.getKeyID())) {
      if (!KeyUse.ENCRYPTION.equals(key.getKeyUse()) && isSigned(jwt, key)) {
        return;
      }
    }
    throw new BadJwtException("no key of the client verifies the signature");
  }

  private static boolean isSigned(SignedJWT jwt, JWK key) throws JOSEException {
    boolean rsa = jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS384);
    if (rsa && key instanceof RSAKey rsaKey && rsaKey.size() >= 2048) {
      return jwt.verify(new RSASSAVerifier(rsaKey.toPublicJWK()));
    }
    return !rsa
        && key instanceof ECKey ecKey
        && Curve.P_384.equals(ecKey.getCurve())
        && jwt.verify(new ECDSAVerifier(ecKey.toPublicJWK()));
  }

  private void requireClaims(JWTClaimsSet claims, String clientId) {
    if (!clientId.equals(claims.getIssuer()) || !clientId.equals(claims.getSubject())) {
      throw new BadJwtException("iss and sub are not the client");
    }
    List<String> audience = claims.getAudience();
    if (!audience.contains(address.issuer() + "/oauth2/token")
        && !audience.contains(address.issuer())) {
      throw new BadJwtException("the audience is not the token endpoint");
    }
    Instant now = clock.instant();
    if (!now.isBefore(expiry(claims)) || expiry(claims).isAfter(now.plus(LIFETIME).plus(AHEAD))) {
      throw new BadJwtException("exp is past, or more than five minutes ahead");
    }
    if (isAhead(claims.getNotBeforeTime(), now) || isAhead(claims.getIssueTime(), now)) {
      throw new BadJwtException("nbf or iat is in the future");
    }
    String id = claims.getJWTID();
    if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
      throw new BadJwtException("there is no jti, or it is too long");
    }
  }

  private static Instant expiry(JWTClaimsSet claims) {
    if (claims.getExpirationTime() == null) {
      throw new BadJwtException("there is no exp");
    }
    return claims.getExpirationTime().toInstant();
  }

  private static boolean isAhead(@Nullable Date time, Instant now) {
    return time != null && time.toInstant().isAfter(now.plus(AHEAD));
  }

  private static Jwt jwt(String assertion, JWSHeader header, JWTClaimsSet claims) {
    Map<String, Object> all = new HashMap<>(claims.getClaims());
    all.replaceAll((name, value) -> value instanceof Date date ? date.toInstant() : value);
    return Jwt.withTokenValue(assertion)
        .header("alg", header.getAlgorithm().getName())
        .claims(map -> map.putAll(all))
        .build();
  }
}
