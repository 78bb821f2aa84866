package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.Test;

/** Discovery, token answers and launches have the members that SMART App Launch asks for. */
class SmartAnswersIT extends SmartIT {

  private SmartApp app() {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, "openid fhirUser user/*.rs offline_access"));
    return new SmartApp(rootUrl(), clientId);
  }

  private JsonNode discovery() {
    Answer answer = http().get(".well-known/smart-configuration");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(it -> texts.add(it.asText()));
    return texts;
  }

  @Test
  void discoveryHasWhatAppsMustKnow() {
    JsonNode discovery = discovery();
    for (String url :
        List.of(
            "issuer",
            "jwks_uri",
            "authorization_endpoint",
            "token_endpoint",
            "introspection_endpoint",
            "revocation_endpoint")) {
      assertThat(discovery.path(url).asText()).as(url).startsWith(rootUrl());
    }
    assertThat(texts(discovery.path("grant_types_supported")))
        .contains("authorization_code", "client_credentials");
    assertThat(texts(discovery.path("token_endpoint_auth_methods_supported")))
        .contains("private_key_jwt");
    assertThat(texts(discovery.path("token_endpoint_auth_signing_alg_values_supported")))
        .contains("RS384", "ES384");
    assertThat(texts(discovery.path("scopes_supported")))
        .contains("openid", "fhirUser", "launch", "launch/patient", "offline_access");
    assertThat(texts(discovery.path("capabilities")))
        .contains(
            "launch-ehr",
            "launch-standalone",
            "client-public",
            "client-confidential-symmetric",
            "client-confidential-asymmetric",
            "sso-openid-connect",
            "context-ehr-patient",
            "context-ehr-encounter",
            "context-standalone-patient",
            "permission-patient",
            "permission-user");
  }

  @Test
  void discoveryNamesNothingThatIsNotThere() {
    JsonNode discovery = discovery();
    assertThat(texts(discovery.path("capabilities")))
        .isNotEmpty()
        .doesNotContain("context-standalone-encounter", "smart-app-state");
    assertThat(discovery.has("registration_endpoint")).isFalse();
  }

  @Test
  void eachAnswerOfTheTokenEndpointIsWhole() throws Exception {
    SmartApp app = app().signIn(TestUsers.NURSE);
    JsonNode first =
        app.redeem(app.code(app.request("openid fhirUser user/Patient.rs offline_access"))).json();
    assertThat(first.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(SignedJWT.parse(first.path("id_token").asText()).getHeader().getAlgorithm())
        .isEqualTo(JWSAlgorithm.RS256);

    String refreshToken = first.path("refresh_token").asText();
    Answer stolen = app().refresh(refreshToken);
    assertThat(stolen.status()).as(stolen.body()).isEqualTo(400);
    assertThat(stolen.json().path("error").asText()).isEqualTo("invalid_grant");
    assertThat(stolen.body()).doesNotContain("access_token");

    JsonNode second = app.redeem(app.code(app.request("user/Patient.rs offline_access"))).json();
    Answer refreshed = app.refresh(second.path("refresh_token").asText());
    assertThat(refreshed.status()).as(refreshed.body()).isEqualTo(200);
    assertThat(refreshed.json().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(refreshed.json().path("expires_in").asInt()).isBetween(3590, 3600);
  }

  @Test
  void noAnswerWithATokenMayBeKept() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Answer ofCode = app.redeem(app.code(app.request("user/Patient.rs offline_access")));
    Answer ofRefresh = app.refresh(ofCode.json().path("refresh_token").asText());
    for (Answer answer : List.of(ofCode, ofRefresh, askForToken(BACKEND, "system/Patient.rs"))) {
      assertThat(answer.json().path("access_token").asText()).isNotBlank();
      assertThat(answer.response().headers().allValues("Cache-Control")).containsOnly("no-store");
      assertThat(answer.response().headers().allValues("Pragma")).containsOnly("no-cache");
    }
  }

  @Test
  void aUserOfWhomNoResourceIsKnownHasNoFhirUser() throws Exception {
    SmartApp app = app().signIn(TestUsers.UNLINKED);
    JsonNode token = app.redeem(app.code(app.request("openid fhirUser user/Patient.rs"))).json();
    SignedJWT idToken = SignedJWT.parse(token.path("id_token").asText());
    assertThat(idToken.getJWTClaimsSet().getSubject()).isEqualTo(TestUsers.UNLINKED);
    assertThat(idToken.getJWTClaimsSet().getClaims()).doesNotContainKey("fhirUser");
    SignedJWT accessToken = SignedJWT.parse(token.path("access_token").asText());
    assertThat(accessToken.getJWTClaimsSet().getClaims()).doesNotContainKey("fhirUser");
  }
}
