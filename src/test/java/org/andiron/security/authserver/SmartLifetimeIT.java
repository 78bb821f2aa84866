package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.UUID;
import org.andiron.security.authserver.key.SigningKeys;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Tokens that are ours, and yet not good here and now. */
class SmartLifetimeIT extends SmartIT {

  @Autowired private SigningKeys keys;

  private Answer search(String token) {
    return http(token).get("Patient?_count=1");
  }

  private void assertRefused(String token, String reason) {
    Answer answer = search(token);
    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    assertThat(answer.diagnostics()).contains(reason);
  }

  private void assertGoodUntilItsEnd(String token) throws Exception {
    Instant end = SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant();
    clock().at(end.minusSeconds(1), () -> assertThat(search(token).status()).isEqualTo(200));
    clock().at(end.minusMillis(1), () -> assertThat(search(token).status()).isEqualTo(200));
    clock().at(end, () -> assertRefused(token, "expired"));
    clock().at(end.plusSeconds(1), () -> assertRefused(token, "expired"));
    assertThat(search(token).status()).isEqualTo(200);
  }

  @Test
  void aTokenOfABackendServiceIsGoodUntilItsEnd() throws Exception {
    String token = token("system/Patient.rs");
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(300));

    assertGoodUntilItsEnd(token);
  }

  @Test
  void aTokenOfAUsersAppIsGoodUntilItsEnd() throws Exception {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, "user/*.rs"));
    SmartApp app = new SmartApp(rootUrl(), clientId).signIn(TestUsers.NURSE);

    assertGoodUntilItsEnd(
        app.redeem(app.code(app.request("user/Patient.rs"))).json().path("access_token").asText());
  }

  @Test
  void introspectionKnowsTheEndOfATokenToo() throws Exception {
    String token = token("system/Patient.rs");
    Instant end = SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant();
    String bearer = "Bearer " + token("system/Patient.rs");

    assertThat(form("/oauth2/introspect", "token=" + token, "Authorization", bearer).body())
        .contains("\"active\":true");
    clock()
        .at(
            end,
            () ->
                assertThat(
                        form("/oauth2/introspect", "token=" + token, "Authorization", bearer)
                            .status())
                    .isEqualTo(401));
  }

  /** As another server of the same operator might have it, which shares the keys. */
  private String saying(String token, String audience) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    SignedJWT other =
        new SignedJWT(
            jwt.getHeader(),
            new JWTClaimsSet.Builder(jwt.getJWTClaimsSet()).audience(audience).build());
    other.sign(new RSASSASigner(keys.current()));
    return other.serialize();
  }

  @Test
  void aTokenForAnotherAudienceIsRefusedThoughItIsSignedHere() throws Exception {
    String token = token("system/Patient.rs");
    assertThat(search(saying(token, baseUrl())).status()).isEqualTo(200);
    for (String audience :
        new String[] {
          "https://other.example.org/fhir", rootUrl(), baseUrl() + "/Patient", baseUrl() + "2"
        }) {
      assertRefused(saying(token, audience), "for another server");
    }
  }
}
