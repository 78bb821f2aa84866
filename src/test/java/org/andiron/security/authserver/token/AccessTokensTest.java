package org.andiron.security.authserver.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.andiron.security.PublicAddress;
import org.andiron.security.authserver.key.SigningKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Even what our own key signed is refused if it is not an access token for us, now. */
class AccessTokensTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ISSUER = "https://fhir.example.org";
  private static final RSAKey KEY = key();

  private final SigningKeys keys = keys();
  private final MovedClock clock = new MovedClock();
  private final AccessTokens tokens = new AccessTokens(keys, address(), clock);

  private static final class MovedClock extends Clock {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SigningKeys keys() {
    SigningKeys keys = mock(SigningKeys.class);
    when(keys.find(KEY.getKeyID())).thenReturn(Optional.of(KEY.toPublicJWK()));
    return keys;
  }

  private static PublicAddress address() {
    PublicAddress address = mock(PublicAddress.class);
    when(address.issuer()).thenReturn(ISSUER);
    when(address.fhirBases())
        .thenReturn(
            new LinkedHashSet<>(List.of(ISSUER + "/fhir", "https://other-name.example.org/fhir")));
    return address;
  }

  private static String signed(
      JWSAlgorithm algorithm,
      Consumer<JWSHeader.Builder> header,
      Consumer<JWTClaimsSet.Builder> claims)
      throws JOSEException {
    JWSHeader.Builder headers =
        new JWSHeader.Builder(algorithm).type(AccessTokens.TYPE).keyID(KEY.getKeyID());
    header.accept(headers);
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(ISSUER + "/fhir")
            .subject("nurse")
            .issueTime(in(-60))
            .expirationTime(in(1))
            .claim(TokenClaims.AUTHORIZATION, "a1");
    claims.accept(set);
    SignedJWT jwt = new SignedJWT(headers.build(), set.build());
    jwt.sign(new RSASSASigner(KEY));
    return jwt.serialize();
  }

  private static Date in(int seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  @Test
  void aTokenIsGoodUntilTheSecondInWhichItExpires() throws Exception {
    String token = signed(JWSAlgorithm.RS256, h -> {}, c -> {});

    assertThat(tokens.verify(token).subject()).isEqualTo("nurse");
  }

  @Test
  void aTokenThatHasPassedIsRefusedFromTheSecondInWhichItExpires() throws Exception {
    String token = signed(JWSAlgorithm.RS256, h -> {}, c -> {});
    tokens.verify(token);
    clock.now = NOW.plusSeconds(1);

    assertThatThrownBy(() -> tokens.verify(token)).hasMessageContaining("expired");
  }

  @Test
  void aTokenThatHasPassedIsRefusedWhenItsKeyIsNoMore() throws Exception {
    String token = signed(JWSAlgorithm.RS256, h -> {}, c -> {});
    tokens.verify(token);
    when(keys.find(KEY.getKeyID())).thenReturn(Optional.empty());

    assertThatThrownBy(() -> tokens.verify(token)).hasMessageContaining("not signed");
  }

  @Test
  void anotherTokenIsCheckedHoweverMuchItIsLikeOneThatHasPassed() throws Exception {
    String token = signed(JWSAlgorithm.RS256, h -> {}, c -> {});
    tokens.verify(token);
    String signedByNobody = token.substring(0, token.lastIndexOf('.') + 1);

    assertThatThrownBy(() -> tokens.verify(signedByNobody))
        .isInstanceOf(InvalidAccessTokenException.class);
    assertThatThrownBy(() -> tokens.verify(token + "A"))
        .isInstanceOf(InvalidAccessTokenException.class);
  }

  @Test
  void anyNameOfThisServerIsAnAudience() throws Exception {
    String token =
        signed(JWSAlgorithm.RS256, h -> {}, c -> c.audience("https://other-name.example.org/fhir"));

    assertThat(tokens.verify(token).authorization()).isEqualTo("a1");
  }

  private static Arguments claims(
      String name, String reason, Consumer<JWTClaimsSet.Builder> change) {
    Consumer<JWSHeader.Builder> none = header -> {};
    return Arguments.of(name, reason, JWSAlgorithm.RS256, none, change);
  }

  private static Arguments header(
      String name, String reason, JWSAlgorithm algorithm, Consumer<JWSHeader.Builder> change) {
    Consumer<JWTClaimsSet.Builder> none = claims -> {};
    return Arguments.of(name, reason, algorithm, change, none);
  }

  static Stream<Arguments> wrongTokens() {
    String expired = "expired";
    String issuer = "issuer";
    String audience = "another server";
    String other = "not an access token";
    return Stream.of(
        claims("expires now", expired, c -> c.expirationTime(in(0))),
        claims("expired by one second", expired, c -> c.expirationTime(in(-1))),
        claims("expired in 1970", expired, c -> c.expirationTime(new Date(0))),
        claims("expires before 1970", expired, c -> c.expirationTime(new Date(-1000))),
        claims("no exp", expired, c -> c.expirationTime(null)),
        claims("exp is a text", other, c -> c.claim("exp", "never")),
        claims("other issuer", issuer, c -> c.issuer("https://evil.example.org")),
        claims("issuer with a slash", issuer, c -> c.issuer(ISSUER + "/")),
        claims("issuer in capitals", issuer, c -> c.issuer("HTTPS://FHIR.EXAMPLE.ORG")),
        claims("no issuer", issuer, c -> c.issuer(null)),
        claims("other audience", audience, c -> c.audience("https://evil.example.org/fhir")),
        claims("audience is the issuer", audience, c -> c.audience(ISSUER)),
        claims("audience is below the base", audience, c -> c.audience(ISSUER + "/fhir/Patient")),
        claims("audience begins like ours", audience, c -> c.audience(ISSUER + "/fhir2")),
        claims("no audience", audience, c -> c.audience((String) null)),
        claims("audience is empty", audience, c -> c.audience(List.of())),
        claims("no subject", other, c -> c.subject(null)),
        claims("no time of issue", other, c -> c.issueTime(null)),
        claims("no authorization", other, c -> c.claim(TokenClaims.AUTHORIZATION, null)),
        header("an id_token", other, JWSAlgorithm.RS256, h -> h.type(JOSEObjectType.JWT)),
        header("no type", other, JWSAlgorithm.RS256, h -> h.type(null)),
        header("our key with RS384", other, JWSAlgorithm.RS384, h -> {}),
        header("our key with RS512", other, JWSAlgorithm.RS512, h -> {}),
        header("our key with PS256", other, JWSAlgorithm.PS256, h -> {}),
        header("our key without its id", "not signed", JWSAlgorithm.RS256, h -> h.keyID(null)),
        header("our key by another id", "not signed", JWSAlgorithm.RS256, h -> h.keyID("k2")),
        claims("too long", "too long", c -> c.claim("x", "x".repeat(8 * 1024))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongTokens")
  void whatIsSignedByOurKeyCanStillBeWrong(
      String name,
      String reason,
      JWSAlgorithm algorithm,
      Consumer<JWSHeader.Builder> header,
      Consumer<JWTClaimsSet.Builder> claims)
      throws Exception {
    String token = signed(algorithm, header, claims);

    assertThatThrownBy(() -> tokens.verify(token))
        .as(name)
        .isInstanceOf(InvalidAccessTokenException.class)
        .hasMessageContaining(reason);
  }
}
