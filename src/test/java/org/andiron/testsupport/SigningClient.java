package org.andiron.testsupport;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.Consumer;

/** A client that proves with a key who it is, as a backend service does. */
public record SigningClient(String clientId, JWK key, JWSAlgorithm algorithm) {

  /** Type of assertions in the form that asks for a token. */
  public static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** A client with a new RSA key, which signs RS384. */
  public static SigningClient rsa(String clientId) {
    try {
      return new SigningClient(
          clientId,
          new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate(),
          JWSAlgorithm.RS384);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client with a new key of the curve P-384, which signs ES384. */
  public static SigningClient ec(String clientId) {
    try {
      return new SigningClient(
          clientId,
          new ECKeyGenerator(Curve.P_384).keyID(UUID.randomUUID().toString()).generate(),
          JWSAlgorithm.ES384);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its public key set. */
  public String keySet() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** Client metadata of a backend service with its key inline, and further members. */
  public String registration(String members) {
    return "{\"client_id\": \""
        + clientId
        + "\", \"grant_types\": [\"client_credentials\"], \"token_endpoint_auth_method\":"
        + " \"private_key_jwt\", \"jwks\": "
        + keySet()
        + ", "
        + members
        + "}";
  }

  /** A good assertion for a token endpoint. */
  public String assertion(String audience) {
    return assertion(audience, header -> {}, claims -> {});
  }

  /** An assertion that differs from a good one in what the consumers change. */
  public String assertion(
      String audience, Consumer<JWSHeader.Builder> header, Consumer<JWTClaimsSet.Builder> claims) {
    JWSHeader.Builder headers =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
    header.accept(headers);
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(clientId)
            .subject(clientId)
            .audience(audience)
            .expirationTime(Date.from(Instant.now().plusSeconds(240)))
            .jwtID(UUID.randomUUID().toString());
    claims.accept(set);
    try {
      SignedJWT jwt = new SignedJWT(headers.build(), set.build());
      JWSSigner signer =
          new DefaultJWSSignerFactory().createJWSSigner(key, jwt.getHeader().getAlgorithm());
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The form that asks for a token. */
  public static String form(String assertion, String scope) {
    return "grant_type=client_credentials&scope="
        + encode(scope)
        + "&client_assertion_type="
        + encode(ASSERTION_TYPE)
        + "&client_assertion="
        + assertion;
  }

  /** A value as it stands in a form or a query. */
  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
