package org.andiron.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.util.List;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signatures of an issuer, with keys that are fetched over HTTP. */
class SignedTokensTest {

  private final StubIssuer issuer = new StubIssuer();
  private final SettableClock clock = new SettableClock();
  private final CloseableHttpClient client = HttpClients.createDefault();
  private final SignedTokens tokens = tokens(issuer.uri());
  private final JWTClaimsSet claims = issuer.claims("https://fhir.example.org/fhir").build();

  private SignedTokens tokens(URI uri) {
    IssuerHttp http = new IssuerHttp(client);
    IssuerMetadata metadata = new IssuerMetadata(uri, null, http, clock);
    return new SignedTokens(new IssuerKeys(null, metadata, http, clock));
  }

  @AfterEach
  void close() throws Exception {
    issuer.close();
    client.close();
  }

  @Test
  void aTokenOfTheIssuerIsRead() throws Exception {
    assertThat(issuer.requests).as("before the first token").isEmpty();
    assertThat(tokens.claims(issuer.token(claims)).getSubject()).isEqualTo(claims.getSubject());
    tokens.claims(issuer.token(claims));
    assertThat(issuer.requests)
        .containsExactly("/realms/ward/.well-known/openid-configuration", "/realms/ward/certs");
  }

  @Test
  void anAccessTokenOfRfc9068IsRead() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    issuer.keys = List.of(key);
    String token =
        StubIssuer.sign(
            key, JWSAlgorithm.ES256, claims, header -> header.type(new JOSEObjectType("at+jwt")));
    assertThat(tokens.claims(token).getSubject()).isEqualTo(claims.getSubject());
  }

  @Test
  void aRotationIsNoticedAtTheFirstTokenOfTheNewKey() throws Exception {
    tokens.claims(issuer.token(claims));
    String old = issuer.token(claims);
    JWK second = StubIssuer.rsa("two");
    issuer.keys = List.of(second, issuer.keys.get(0));
    clock.move(KeptCopy.PAUSE);
    tokens.claims(issuer.token(claims));
    assertThat(tokens.claims(old).getSubject()).as("the old key is still there").isNotNull();

    issuer.keys = List.of(second);
    clock.move(KeptCopy.LONGEST_LIFE);
    refused(old);
  }

  @Test
  void aTokenOfAnotherKeyIsRefusedWhateverItsKeyIsCalled() {
    refused(StubIssuer.sign(StubIssuer.rsa("one"), JWSAlgorithm.RS256, claims, header -> {}));
    refused(StubIssuer.sign(StubIssuer.rsa("three"), JWSAlgorithm.RS256, claims, header -> {}));
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotUsed() {
    JWK own = StubIssuer.rsa("one");
    refused(
        StubIssuer.sign(own, JWSAlgorithm.RS256, claims, header -> header.jwk(own.toPublicJWK())));
    refused(
        StubIssuer.sign(
            own,
            JWSAlgorithm.RS256,
            claims,
            header -> header.jwkURL(URI.create("https://evil.example.org/keys"))));
  }

  @Test
  void aTokenWithoutSignatureIsRefused() {
    refused(new PlainJWT(claims).serialize());
    String token = issuer.token(claims);
    refused(token.substring(0, token.lastIndexOf('.') + 1));
    refused("no.token.at-all");
  }

  @Test
  void thePublicKeyIsNoSecret() throws Exception {
    byte[] known = issuer.keys.get(0).toPublicJWK().toRSAKey().toRSAPublicKey().getEncoded();
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims);
    jwt.sign(new MACSigner(known));
    refused(jwt.serialize());
  }

  @Test
  void otherKindsOfSignedThingsAreRefused() {
    refused(
        StubIssuer.sign(
            issuer.keys.get(0),
            JWSAlgorithm.RS256,
            claims,
            header -> header.type(new JOSEObjectType("logout+jwt"))));
  }

  @Test
  void anIssuerThatCannotBeReachedIsNoFaultOfTheToken() {
    String token = issuer.token(claims);
    issuer.status = 500;
    assertThatThrownBy(() -> tokens.claims(token)).isInstanceOf(IssuerUnavailableException.class);
  }

  @Test
  void anIssuerThatSaysThatItIsAnotherIsNotBelieved() {
    String token = issuer.token(claims);
    issuer.named = "https://other.example.org";
    assertThatThrownBy(() -> tokens.claims(token))
        .isInstanceOf(IssuerUnavailableException.class)
        .hasMessageContaining("andiron.security.issuer");
  }

  private void refused(String token) {
    assertThatThrownBy(() -> tokens.claims(token)).isInstanceOf(RefusedTokenException.class);
  }
}
