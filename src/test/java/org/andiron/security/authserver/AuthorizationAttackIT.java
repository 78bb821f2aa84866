package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes and refresh tokens go to the app that a user allowed, and nowhere else. */
class AuthorizationAttackIT extends SmartIT {

  private static final String EVIL = "https://evil.example.org/";
  private static final String SCOPE = "user/Patient.rs offline_access";

  private SmartApp app() {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, SCOPE, "\"andiron_skip_authorization_page\": true"));
    return new SmartApp(rootUrl(), clientId);
  }

  private static void assertNotRedirected(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.header("Location")).isEmpty();
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  private void assertToldToApp(Answer answer, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(302);
    assertThat(answer.header("Location").orElse("")).startsWith(SmartApp.REDIRECT + "&");
    assertThat(SmartApp.query(answer))
        .containsEntry("error", error)
        .containsEntry("iss", rootUrl())
        .doesNotContainKey("code");
  }

  private static void assertRefused(Answer answer, int status, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.body()).doesNotContain("access_token");
  }

  private static Arguments shown(String value) {
    return Arguments.of(Named.of("'" + SigningClient.encode(value) + "'", value));
  }

  static Stream<Arguments> redirects() {
    return Stream.of(
            "",
            " ",
            "*",
            "null",
            "/callback?x=1",
            "//app.example.org/callback?x=1",
            "//evil.example.org/",
            "http://app.example.org/callback?x=1",
            "https://app.example.org:443/callback?x=1",
            "https://app.example.org:8443/callback?x=1",
            "https://app.example.org./callback?x=1",
            "https://APP.example.org/callback?x=1",
            "https://\u0430pp.example.org/callback?x=1",
            "https://app\u3002example.org/callback?x=1",
            "https://user:password@app.example.org/callback?x=1",
            "https://app.example.org@evil.example.org/callback?x=1",
            "https://app.example.org\\@evil.example.org/callback?x=1",
            "https:\\\\app.example.org\\callback?x=1",
            "https://*.example.org/callback?x=1",
            "https://sub.app.example.org/callback?x=1",
            "https://app.example.org/callback?x=1#evil",
            "https://app.example.org/callback?x=1&y=2",
            "https://app.example.org/callback?x=1%26y=2",
            "https://app.example.org/callback?X=1",
            "https://app.example.org/callback?",
            "https://app.example.org/callback%3Fx=1",
            "https://app.example.org/%63allback?x=1",
            "https://app.example.org/callback;evil?x=1",
            "https://app.example.org//callback?x=1",
            "https://app.example.org/./callback?x=1",
            "https://app.example.org/callback?x=1 https://evil.example.org/",
            " https://app.example.org/callback?x=1",
            "https://app.example.org/callback?x=1 ",
            "https://app.example.org/callback?x=1\n",
            "https://app.example.org/callback?x=1\r\nLocation: https://evil.example.org/",
            "https://app.example.org/callback?x=1\u0000",
            "https://evil.example.org/?https://app.example.org/callback?x=1",
            "https://evil.example.org/#https://app.example.org/callback?x=1",
            "data:text/html,<script>alert(1)</script>",
            "file:///etc/passwd",
            "urn:ietf:wg:oauth:2.0:oob")
        .map(AuthorizationAttackIT::shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("redirects")
  void onlyTheRegisteredRedirectUriIsGoneTo(String uri) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("redirect_uri", uri);

    assertNotRedirected(app.authorize(request));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redirect_uri",
        "client_id",
        "response_type",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method"
      })
  void aParameterThatIsThereTwiceMeansNothing(String parameter) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    // The name is written as it is, so this is a second parameter in the query.
    request.put("x=1&" + parameter, EVIL);

    assertNotRedirected(app.authorize(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CODE", "id_token", "code token", "code id_token", "none"})
  void onlyTheCodeFlowIsThere(String type) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("response_type", type);

    assertNotRedirected(app.authorize(request));
  }

  static Stream<Arguments> clients() {
    return Stream.of("", " ", "test-backend", "APP", "' OR '1'='1", "app\u0000", "\ud83d\ude00")
        .map(AuthorizationAttackIT::shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void anAppThatIsNotRegisteredForThisIsGivenNothing(String clientId) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("client_id", clientId);

    assertNotRedirected(app.authorize(request));
  }

  @Test
  void aRequestByReferenceIsNotFollowed() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("request_uri", EVIL);

    assertNotRedirected(app.authorize(request));
  }

  static Stream<Arguments> downgrades() {
    return Stream.of("", " ", "s256", "S256 ", "PLAIN", "none", "S512", "S256\n", "S256,plain")
        .map(AuthorizationAttackIT::shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("downgrades")
  void noOtherMethodOfProofIsTaken(String method) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("code_challenge_method", method);

    assertToldToApp(app.authorize(request), "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyChallengeIsNone(String challenge) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("code_challenge", challenge);

    assertToldToApp(app.authorize(request), "invalid_request");
  }

  static Stream<Arguments> audiences() {
    return Stream.of(
            "",
            " ",
            "*",
            "{root}",
            "{root}/",
            "{root}/fhir//",
            "{root}/fhir/Patient",
            "{root}/fhir2",
            "{root}/FHIR",
            "{root}/fhir?x=1",
            "{root}/fhir#x",
            " {root}/fhir",
            "{root}/fhir\n",
            "{root}/fhir https://evil.example.org/fhir",
            "http://evil.example.org@localhost/fhir",
            "https://evil.example.org/fhir?{root}/fhir")
        .map(AuthorizationAttackIT::shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("audiences")
  void anAppThatTakesUsForAnotherServerIsTold(String audience) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("aud", audience.replace("{root}", rootUrl()));

    assertToldToApp(app.authorize(request), "invalid_request");
  }

  static Stream<Arguments> scopes() {
    return Stream.of(
            "",
            "user/Patient.rs\n",
            "user/Patient.rs\nuser/*.cruds",
            "user/Patient.rs\tuser/*.cruds",
            "user/Patient.rs\u00a0user/*.cruds",
            "user/P\u0430tient.rs",
            "user/Patient.rs\u0000",
            "USER/Patient.rs",
            "user/patient.rs",
            "user/Patient.cud",
            "user/Encounter.rs",
            "patient/Patient.rs",
            "system/Patient.rs",
            "openid",
            "online_access",
            "scim")
        .map(AuthorizationAttackIT::shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scopes")
  void aScopeThatIsNotRegisteredIsNotAsked(String scope) {
    SmartApp app = app().signIn(TestUsers.NURSE);

    assertToldToApp(app.authorize(app.request(scope)), "invalid_scope");
  }

  @Test
  void aWiderScopeGivesWhatIsRegistered() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    JsonNode token =
        app.redeem(app.code(app.request("user/*.cruds user/*.cruds\n system/*.cruds"))).json();

    assertThat(token.path("scope").asText()).isEqualTo("user/Patient.rs");
  }

  @Test
  void whatAnAppSendsStaysInTheQueryOfTheAnswer() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("state", "x\r\nSet-Cookie: evil=1\r\n\r\n<script>");
    Answer posted = app.post(request);
    assertThat(posted.status()).isEqualTo(303);
    assertThat(posted.header("Location").orElse("")).contains("/oauth2/authorize?");
    assertThat(posted.response().headers().allValues("Set-Cookie").toString())
        .doesNotContain("evil");

    request.put("aud", EVIL);
    Answer told = app.authorize(request);
    assertToldToApp(told, "invalid_request");
    assertThat(SmartApp.query(told)).containsEntry("state", request.get("state"));
    assertThat(told.response().headers().allValues("Set-Cookie").toString()).doesNotContain("evil");
  }

  private static Arguments redemption(
      String name, BiConsumer<SmartApp, Map<String, String>> change) {
    return Arguments.of(name, change);
  }

  static Stream<Arguments> redemptions() {
    return Stream.of(
        redemption("no code", (app, form) -> form.remove("code")),
        redemption("empty code", (app, form) -> form.put("code", "")),
        redemption("code and more", (app, form) -> form.merge("code", "x", String::concat)),
        redemption("code and newline", (app, form) -> form.merge("code", "\n", String::concat)),
        redemption("code and null", (app, form) -> form.merge("code", "\0", String::concat)),
        redemption("code of anything", (app, form) -> form.put("code", "%")),
        redemption("code with SQL", (app, form) -> form.put("code", "' OR '1'='1")),
        redemption("long code", (app, form) -> form.put("code", "x".repeat(100_000))),
        redemption("empty verifier", (app, form) -> form.put("code_verifier", "")),
        redemption("blank verifier", (app, form) -> form.put("code_verifier", " ")),
        redemption(
            "the challenge as verifier",
            (app, form) ->
                form.put("code_verifier", app.request("").getOrDefault("code_challenge", ""))),
        redemption(
            "verifier and newline",
            (app, form) -> form.merge("code_verifier", "\n", String::concat)),
        redemption(
            "verifier cut off",
            (app, form) -> form.put("code_verifier", app.verifier().substring(0, 43))),
        redemption("no redirect_uri", (app, form) -> form.remove("redirect_uri")),
        redemption("evil redirect_uri", (app, form) -> form.put("redirect_uri", EVIL)),
        redemption(
            "redirect_uri and more",
            (app, form) -> form.merge("redirect_uri", "&y=2", String::concat)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("redemptions")
  void aCodeIsRedeemedWithAllThatBelongsToIt(
      String name, BiConsumer<SmartApp, Map<String, String>> change) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> form = app.redemption(app.code(app.request("user/Patient.rs")));
    change.accept(app, form);

    assertThat(name).isNotBlank();
    assertRefused(app.token(form), 400, "invalid_grant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"code", "code_verifier", "redirect_uri", "client_id", "grant_type"})
  void nothingIsSentTwiceToTheTokenEndpoint(String parameter) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> form = app.redemption(app.code(app.request("user/Patient.rs")));
    form.put("x=1&" + parameter, "x");

    assertRefused(app.token(form), 400, "invalid_request");
  }

  @Test
  void oneKindOfTokenIsNotTakenForAnother() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    String code = app.code(app.request(SCOPE));
    assertRefused(app.refresh(code), 400, "invalid_grant");
    JsonNode token = app.redeem(code).json();
    String access = token.path("access_token").asText();
    String refresh = token.path("refresh_token").asText();

    assertRefused(app.redeem(access), 400, "invalid_grant");
    assertRefused(app.redeem(refresh), 400, "invalid_grant");
    assertRefused(app.refresh(access), 400, "invalid_grant");
    assertThat(http(refresh).get("Patient?_count=1").status()).isEqualTo(401);
    assertThat(app.refresh(refresh).status()).isEqualTo(200);
  }

  @Test
  void aRefreshTokenIsGoodForItsOwnAppAlone() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    String refresh = app.redeem(app.code(app.request(SCOPE))).json().path("refresh_token").asText();

    assertRefused(app().refresh(refresh), 400, "invalid_grant");
    for (String altered :
        new String[] {refresh + "x", refresh + " ", refresh + "\0", refresh.substring(1), "x"}) {
      assertRefused(app.refresh(altered), 400, "invalid_grant");
    }
    assertRefused(app.refresh(""), 400, "invalid_request");
    assertRefused(new SmartApp(rootUrl(), "nobody").refresh(refresh), 401, "invalid_client");
    assertRefused(new SmartApp(rootUrl(), "test-backend").refresh(refresh), 401, "invalid_client");
  }

  static Stream<Arguments> widerScopes() {
    return Stream.of(
            "user/Patient.cruds",
            "user/*.rs",
            "system/Patient.rs",
            "patient/Patient.rs",
            "user/Patient.rs user/Encounter.r",
            "user/Patient.rs openid",
            "user/Patient.rs online_access",
            "user/Patient.rs\n",
            "user/Patient.rs\nuser/*.cruds",
            "user/Patient.rs\tuser/*.cruds",
            "user/Patient.rs user/P\u0430tient.cruds",
            "user/Patient.rs\u0000")
        .map(AuthorizationAttackIT::shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("widerScopes")
  void aRefreshDoesNotWidenWhatWasAllowed(String scope) {
    SmartApp app = app().signIn(TestUsers.NURSE);
    String refresh = app.redeem(app.code(app.request(SCOPE))).json().path("refresh_token").asText();

    assertRefused(app.refresh(refresh, scope), 400, "invalid_scope");
  }
}
