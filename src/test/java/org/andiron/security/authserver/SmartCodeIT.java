package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.andiron.security.authserver.code.PendingAuthorizations;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Apps get tokens by the authorization code flow, and in no other way. */
class SmartCodeIT extends SmartIT {

  private static final String SCOPE =
      "openid fhirUser launch launch/patient offline_access online_access patient/*.rs user/*.rs";

  @Autowired private PendingAuthorizations pending;

  private SmartApp app(String... members) {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, SCOPE, members));
    return new SmartApp(rootUrl(), clientId);
  }

  private static void assertToldToApp(Answer answer, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(302);
    assertThat(answer.header("Location").orElse("")).startsWith(SmartApp.REDIRECT + "&");
    assertThat(SmartApp.query(answer)).containsEntry("error", error).doesNotContainKey("code");
  }

  private static void assertNotRedirected(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.header("Location")).isEmpty();
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  private static void assertInvalidGrant(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
  }

  @Test
  void whoIsNotSignedInIsSentToThePageForThat() {
    SmartApp app = app();
    Answer answer = app.authorize(app.request("user/*.rs"));
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).contains("/auth/sign-in");
    assertThat(answer.header("Set-Cookie").orElse(""))
        .contains("HttpOnly")
        .contains("SameSite=Lax");

    app.visit(TestUsers.SIGN_IN + "?half&user=" + TestUsers.NURSE);
    assertThat(app.authorize(app.request("user/*.rs")).header("Location").orElse(""))
        .endsWith("/auth/sign-in");
  }

  @Test
  void anAccessTokenDoesNotSignAUserIn() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    String token =
        app.redeem(app.code(app.request("user/*.rs"))).json().path("access_token").asText();

    Map<String, String> request = app.request("user/*.rs");
    StringBuilder query = new StringBuilder();
    request.forEach(
        (k, v) -> query.append('&').append(k).append('=').append(SigningClient.encode(v)));
    Answer answer = http(token).get(rootUrl() + "/oauth2/authorize?" + query.substring(1));
    assertThat(answer.header("Location").orElse("")).endsWith("/auth/sign-in");
  }

  @Test
  void anAppGetsACodeAndATokenForIt() throws Exception {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Answer page = app.authorize(app.request("openid fhirUser user/Observation.rs user/Patient.rs"));
    assertThat(page.header("Location").orElse("")).contains("/auth/authorization?");
    Answer back = app.allow(page, List.of("openid", "fhirUser", "user/Patient.rs"));

    Map<String, String> query = SmartApp.query(back);
    assertThat(query)
        .containsEntry("state", app.request("").get("state"))
        .containsEntry("iss", rootUrl());
    Answer answer = app.redeem(query.get("code"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    JsonNode token = answer.json();
    assertThat(token.path("scope").asText().split(" "))
        .containsExactlyInAnyOrder("openid", "fhirUser", "user/Patient.rs");
    assertThat(token.path("expires_in").asInt()).isBetween(3590, 3600);
    assertThat(token.has("refresh_token")).isFalse();
    JWTClaimsSet claims = SignedJWT.parse(token.path("access_token").asText()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(TestUsers.NURSE);
    assertThat(claims.getStringListClaim("andiron_roles")).containsExactly("nurse");

    SignedJWT idToken = SignedJWT.parse(token.path("id_token").asText());
    JWKSet keys = JWKSet.parse(http().get(rootUrl() + "/oauth2/jwks").body());
    assertThat(
            idToken.verify(
                new RSASSAVerifier(keys.getKeyByKeyId(idToken.getHeader().getKeyID()).toRSAKey())))
        .isTrue();
    assertThat(idToken.getJWTClaimsSet().getIssuer()).isEqualTo(rootUrl());
    assertThat(idToken.getJWTClaimsSet().getStringClaim("fhirUser"))
        .isEqualTo(baseUrl() + "/Practitioner/test-nurse");
    assertThat(idToken.getJWTClaimsSet().getLongClaim("auth_time")).isPositive();
    assertThat(http(idToken.serialize()).get("Patient?_count=1").status()).isEqualTo(401);
  }

  @Test
  void aCodeIsGoodOnceAndItsSecondUseEndsWhatCameOfIt() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    String code = app.code(app.request("user/Patient.rs offline_access"));
    JsonNode token = app.redeem(code).json();
    String access = token.path("access_token").asText();
    assertThat(http(access).get("Patient?_count=1").status()).isNotEqualTo(401);

    assertInvalidGrant(app.redeem(code));

    assertThat(http(access).get("Patient?_count=1").status()).isEqualTo(401);
    assertInvalidGrant(app.refresh(token.path("refresh_token").asText()));
  }

  @Test
  void withoutTheRightVerifierACodeIsGoodForNothing() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> form = app.redemption(app.code(app.request("user/Patient.rs")));
    form.put("code_verifier", "x".repeat(43));
    assertInvalidGrant(app.token(form));
    form.remove("code_verifier");
    assertInvalidGrant(app.token(form));
    form.put("code_verifier", app.verifier());
    form.put("redirect_uri", "https://app.example.org/callback");
    assertInvalidGrant(app.token(form));
  }

  @Test
  void aRequestWithoutS256OrAudienceOrStateIsRefused() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    for (String missing :
        new String[] {"code_challenge", "code_challenge_method", "aud", "state"}) {
      Map<String, String> request = app.request("user/*.rs");
      request.remove(missing);
      assertToldToApp(app.authorize(request), "invalid_request");
    }
    for (Map.Entry<String, String> wrong :
        Map.of(
                "code_challenge_method", "plain",
                "aud", "https://evil.example.org/fhir")
            .entrySet()) {
      Map<String, String> request = app.request("user/*.rs");
      request.put(wrong.getKey(), wrong.getValue());
      assertToldToApp(app.authorize(request), "invalid_request");
    }
    Map<String, String> slash = app.request("user/*.rs");
    slash.put("aud", baseUrl() + "/");
    assertThat(app.code(slash)).isNotBlank();
  }

  @Test
  void aRedirectUriThatIsNotRegisteredIsNeverGoneTo() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    for (String uri :
        new String[] {
          "https://app.example.org/callback",
          SmartApp.REDIRECT + "/",
          SmartApp.REDIRECT.toUpperCase(Locale.ROOT),
          "https://app.example.org.evil.example/callback?x=1",
          "https://app.example.org/callback/../evil?x=1",
          "https://app.example.org%2f@evil.example/callback?x=1",
          "javascript:alert(1)",
          "http://127.0.0.1:1234/callback"
        }) {
      Map<String, String> request = app.request("user/*.rs");
      request.put("redirect_uri", uri);
      assertNotRedirected(app.authorize(request));
    }
    Map<String, String> none = app.request("user/*.rs");
    none.remove("redirect_uri");
    assertNotRedirected(app.authorize(none));
    Map<String, String> unknown = app.request("user/*.rs");
    unknown.put("client_id", "nobody");
    assertNotRedirected(app.authorize(unknown));
    Map<String, String> implicit = app.request("user/*.rs");
    implicit.put("response_type", "token");
    assertNotRedirected(app.authorize(implicit));
  }

  @Test
  void aPostedRequestIsAsGoodAsALink() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Answer answer = app.post(app.request("user/*.rs"));
    assertThat(answer.status()).isEqualTo(303);
    assertThat(SmartApp.query(answer)).isEqualTo(app.request("user/*.rs"));
  }

  @Test
  void nothingIsAllowedThatWasNotAskedForOrRegistered() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    assertToldToApp(app.authorize(app.request("user/*.dus user/*.sr")), "invalid_scope");
    assertToldToApp(app.authorize(app.request("system/*.rs")), "invalid_scope");
    Answer page = app.authorize(app.request("user/*.cruds"));
    assertNotRedirected(app.allow(page, List.of("user/*.cruds")));
    assertToldToApp(app.allow(page, List.of()), "access_denied");
    assertNotRedirected(app.allow(page, List.of("user/*.rs")));
  }

  @Test
  void onlyTheUserWhoWasAskedCanAnswer() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Answer page = app.authorize(app.request("user/*.rs"));
    app.signIn(TestUsers.PATIENT);
    assertNotRedirected(app.allow(page, List.of("user/*.rs")));
  }

  @Test
  void aPatientIsChosenBeforePatientScopesAreAllowed() throws Exception {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Answer page = app.authorize(app.request("launch/patient patient/*.rs"));
    String state = SmartApp.query(page).get("state");
    assertNotRedirected(app.allow(page, List.of("launch/patient", "patient/*.rs")));
    assertThat(pending.find(state, TestUsers.PATIENT)).isEmpty();
    assertThat(pending.find(state, TestUsers.NURSE).orElseThrow().needsPatient()).isTrue();
    assertThat(pending.choosePatient(state, TestUsers.NURSE, "p1")).isTrue();

    Answer back = app.allow(page, List.of("launch/patient", "patient/*.rs"));
    JsonNode token = app.redeem(SmartApp.query(back).get("code")).json();
    assertThat(token.path("patient").asText()).isEqualTo("p1");
    assertThat(
            SignedJWT.parse(token.path("access_token").asText())
                .getJWTClaimsSet()
                .getStringClaim("patient"))
        .isEqualTo("p1");
  }

  @Test
  void aPatientIsTheirOwnContext() {
    SmartApp app = app("\"andiron_skip_authorization_page\": true").signIn(TestUsers.PATIENT);
    Answer back = app.authorize(app.request("launch/patient patient/*.rs"));
    assertThat(app.redeem(SmartApp.query(back).get("code")).json().path("patient").asText())
        .isEqualTo("test-patient");
  }

  @Test
  void refreshTokensRotateAndTheSecondUseOfOneEndsAll() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    JsonNode first =
        app.redeem(app.code(app.request("openid fhirUser user/Patient.rs offline_access"))).json();
    JsonNode second = app.refresh(first.path("refresh_token").asText()).json();
    assertThat(second.path("refresh_token").asText())
        .isNotBlank()
        .isNotEqualTo(first.path("refresh_token").asText());
    assertThat(second.path("id_token").asText()).isNotBlank();
    String access = second.path("access_token").asText();
    assertThat(http(access).get("Patient?_count=1").status()).isNotEqualTo(401);

    assertInvalidGrant(app.refresh(first.path("refresh_token").asText()));

    assertInvalidGrant(app.refresh(second.path("refresh_token").asText()));
    assertThat(http(access).get("Patient?_count=1").status()).isEqualTo(401);
  }

  @Test
  void aPublicAppNeedNotSayWhoItIsWhenItRefreshes() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    JsonNode first = app.redeem(app.code(app.request("user/Patient.rs offline_access"))).json();
    Map<String, String> form = refreshWithoutClient(first);
    Answer second = app.token(form);
    assertThat(second.status()).as(second.body()).isEqualTo(200);
    assertThat(second.json().path("refresh_token").asText()).isNotBlank();

    assertInvalidGrant(app.token(form));
    assertInvalidGrant(app.token(refreshWithoutClient(second.json())));
    assertInvalidGrant(app.token(Map.of("grant_type", "refresh_token", "refresh_token", "x")));
  }

  private static Map<String, String> refreshWithoutClient(JsonNode token) {
    return Map.of(
        "grant_type", "refresh_token", "refresh_token", token.path("refresh_token").asText());
  }

  @Test
  void aRefreshCanNarrowButNotWiden() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    JsonNode first =
        app.redeem(app.code(app.request("user/Patient.rs user/Observation.rs offline_access")))
            .json();
    Answer narrow = app.refresh(first.path("refresh_token").asText(), "user/Patient.r");
    assertThat(narrow.json().path("scope").asText()).isEqualTo("user/Patient.r");
    Answer wide = app.refresh(narrow.json().path("refresh_token").asText(), "user/Encounter.rs");
    assertThat(wide.json().path("error").asText()).isEqualTo("invalid_scope");
    Answer whole = app.refresh(narrow.json().path("refresh_token").asText());
    assertThat(whole.json().path("scope").asText().split(" ")).hasSize(3);
  }

  @Test
  void onlineAccessEndsWithTheSession() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    JsonNode token = app.redeem(app.code(app.request("user/Patient.rs online_access"))).json();
    JsonNode next = app.refresh(token.path("refresh_token").asText()).json();
    assertThat(next.path("refresh_token").asText()).isNotBlank();

    jdbc()
        .update(
            "delete from andiron.http_session where session_id in (select session_id"
                + " from andiron.app_authorization where subject = ? and session_id is not null)",
            TestUsers.NURSE);

    assertInvalidGrant(app.refresh(next.path("refresh_token").asText()));
    assertThat(http(next.path("access_token").asText()).get("Patient?_count=1").status())
        .isEqualTo(401);
  }

  @Test
  void aConfidentialAppMustSendItsSecretAndTheVerifier() {
    String clientId = "app-" + UUID.randomUUID();
    String secret = "s".repeat(40);
    register(
        SmartApp.metadata(
            clientId,
            SCOPE,
            "\"token_endpoint_auth_method\": \"client_secret_basic\", \"client_secret\": \""
                + secret
                + "\""));
    SmartApp app = new SmartApp(rootUrl(), clientId).signIn(TestUsers.NURSE);
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
    Map<String, String> form =
        app.redemption(app.code(app.request("user/Patient.rs offline_access")));
    assertThat(app.token(form).status()).isEqualTo(401);
    form.remove("client_id");
    String wrong =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((clientId + ":wrong").getBytes(StandardCharsets.UTF_8));
    Answer refused = app.token(form, "Authorization", wrong);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate").orElse("")).startsWith("Basic");
    String verifier = form.remove("code_verifier");
    assertInvalidGrant(app.token(form, "Authorization", basic));
    form.put("code_verifier", verifier);
    Answer redeemed = app.token(form, "Authorization", basic);
    assertThat(redeemed.status()).as(redeemed.body()).isEqualTo(200);
    Map<String, String> refresh = refreshWithoutClient(redeemed.json());
    assertThat(app.token(refresh).status()).isEqualTo(401);
    assertThat(app.token(refresh, "Authorization", basic).status()).isEqualTo(200);

    Map<String, String> without = app.request("user/Patient.rs");
    without.remove("code_challenge");
    without.remove("code_challenge_method");
    assertToldToApp(app.authorize(without), "invalid_request");
  }

  @Test
  void anAppWithAKeyRedeemsItsCodeWithAnAssertion() {
    SigningClient client = SigningClient.ec("app-" + UUID.randomUUID());
    register(
        SmartApp.metadata(
            client.clientId(),
            SCOPE,
            "\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks\": " + client.keySet()));
    SmartApp app = new SmartApp(rootUrl(), client.clientId()).signIn(TestUsers.NURSE);
    Map<String, String> form = app.redemption(app.code(app.request("user/Patient.rs")));
    form.remove("client_id");
    form.put("client_assertion_type", SigningClient.ASSERTION_TYPE);
    form.put("client_assertion", client.assertion(rootUrl() + "/oauth2/token"));
    String verifier = form.remove("code_verifier");
    assertInvalidGrant(app.token(form));
    form.put("code_verifier", verifier);
    form.put("client_assertion", client.assertion(rootUrl() + "/oauth2/token"));
    assertThat(app.token(form).status()).isEqualTo(200);
  }

  @Test
  void anotherAppCannotRedeemTheCode() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    SmartApp thief = app();
    Map<String, String> form = app.redemption(app.code(app.request("user/Patient.rs")));
    form.put("client_id", thief.request("").get("client_id"));
    assertInvalidGrant(app.token(form));
    form.put("client_id", app.request("").get("client_id"));
    assertInvalidGrant(app.token(form));
  }

  @Test
  void parametersOfThisServerCannotBeSentByAnApp() {
    SmartApp app = app("\"andiron_skip_authorization_page\": true").signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/*.rs");
    request.put("andiron.context", "{\"patient\": \"p9\"}");
    assertThat(app.redeem(app.code(request)).json().has("patient")).isFalse();
  }
}
