package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.Test;

/** Clients that can prove who they are may ask what a token is good for. */
class SmartIntrospectionIT extends SmartIT {

  private SmartApp app() {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, "openid fhirUser user/*.rs offline_access"));
    return new SmartApp(rootUrl(), clientId).signIn(TestUsers.NURSE);
  }

  private Answer introspect(String token, String bearer) {
    return form("/oauth2/introspect", "token=" + token, "Authorization", "Bearer " + bearer);
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
    assertThat(answer.header("WWW-Authenticate").orElse("")).startsWith("Bearer ");
    assertThat(answer.body()).doesNotContain("active");
  }

  @Test
  void introspectionAgreesWithTheAnswerThatGaveTheToken() throws Exception {
    SmartApp app = app();
    JsonNode given =
        app.redeem(app.code(app.request("openid fhirUser user/Patient.rs offline_access"))).json();
    JWTClaimsSet idToken = SignedJWT.parse(given.path("id_token").asText()).getJWTClaimsSet();

    JsonNode told =
        introspect(given.path("access_token").asText(), token("system/Patient.rs")).json();
    assertThat(told.path("active").asBoolean()).as(told.toString()).isTrue();
    assertThat(told.path("scope").asText().split(" "))
        .containsExactlyInAnyOrder(given.path("scope").asText().split(" "));
    assertThat(told.path("exp").asLong() - told.path("iat").asLong()).isEqualTo(3600);
    assertThat(given.path("expires_in").asLong()).isBetween(3590L, 3600L);
    assertThat(told.path("iss").asText()).isEqualTo(idToken.getIssuer()).isEqualTo(rootUrl());
    assertThat(told.path("sub").asText())
        .isEqualTo(idToken.getSubject())
        .isEqualTo(TestUsers.NURSE);
    assertThat(told.path("fhirUser").asText()).isEqualTo(idToken.getStringClaim("fhirUser"));

    JsonNode refresh =
        introspect(given.path("refresh_token").asText(), token("system/Patient.rs")).json();
    assertThat(refresh.path("active").asBoolean()).isTrue();
    assertThat(refresh.path("sub").asText()).isEqualTo(TestUsers.NURSE);
  }

  @Test
  void aClientMayAskWithATokenOfItsOwnAndAboutThoseOfAllClients() {
    SigningClient other = SigningClient.rsa("backend-" + UUID.randomUUID());
    register(other.registration("\"scope\": \"system/Patient.rs\""));
    String of = askForToken(other, "system/Patient.rs").json().path("access_token").asText();

    JsonNode told = introspect(of, token("system/Patient.rs")).json();
    assertThat(told.path("active").asBoolean()).isTrue();
    assertThat(told.path("client_id").asText()).isEqualTo(other.clientId());
    JsonNode own = introspect(of, of).json();
    assertThat(own.path("active").asBoolean()).isTrue();
  }

  @Test
  void whoCannotProveWhoTheyAreMayNotAsk() {
    String asked = token("system/Patient.rs");
    SmartApp app = app();
    String ofPublicApp =
        app.redeem(app.code(app.request("user/Patient.rs"))).json().path("access_token").asText();
    assertRefused(introspect(asked, ofPublicApp));
    assertRefused(introspect(asked, "no-token"));
    assertRefused(introspect(asked, asked + "x"));

    String revoked = token("system/Patient.rs");
    assertThat(
            form(
                    "/oauth2/revoke",
                    "client_assertion_type="
                        + SigningClient.encode(SigningClient.ASSERTION_TYPE)
                        + "&client_assertion="
                        + BACKEND.assertion(rootUrl() + "/oauth2/token")
                        + "&token="
                        + revoked)
                .status())
        .isEqualTo(200);
    assertRefused(introspect(asked, revoked));
    assertThat(introspect(asked, token("system/Patient.rs")).status()).isEqualTo(200);
  }

  @Test
  void aBearerTokenIsGoodForNothingElseThanIntrospection() {
    String token = token("system/Patient.rs");
    for (String path : new String[] {"/oauth2/token", "/oauth2/revoke"}) {
      Answer answer =
          form(
              path,
              "grant_type=client_credentials&scope=system%2FPatient.rs&token=" + token,
              "Authorization",
              "Bearer " + token);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
    }
    assertThat(http(token).get("Patient?_count=1").status()).isEqualTo(200);
  }
}
