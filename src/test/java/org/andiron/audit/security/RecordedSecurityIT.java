package org.andiron.audit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.andiron.audit.capture.Recorded;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UnrecordableEvents;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who signs in, and what of tokens, accounts, clients and keys happens, is recorded. */
class RecordedSecurityIT extends SmartIT {

  private static final String SCOPE = "openid launch offline_access user/*.rs";

  private final String id = "rec-app-" + UUID.randomUUID();

  @Autowired private Accounts accounts;

  private SmartApp app() {
    register(SmartApp.publicApp(id, SCOPE));
    return new SmartApp(rootUrl(), id);
  }

  private Recorded recorded() {
    return Recorded.about(jdbc(), id);
  }

  private AuditEvent last() {
    List<AuditEvent> all = recorded().all();
    return all.get(all.size() - 1);
  }

  private static List<String> who(AuditEvent event) {
    return event.getAgent().stream()
        .filter(AuditEventAgentComponent::hasWho)
        .map(it -> it.getWho().getIdentifier().getValue())
        .toList();
  }

  private static String jti(String token) {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
    } catch (java.text.ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(AuditEvent event, String kind, String reason) {
    assertThat(Recorded.kind(event)).isEqualTo(kind);
    assertThat(event.getOutcome().toCode()).isNotEqualTo("0");
    assertThat(event.getOutcomeDesc()).endsWith(reason);
  }

  private void assertNowhere(String... secrets) {
    assertThat(Recorded.everything(jdbc())).contains(id).doesNotContain(secrets);
  }

  @Test
  void tokensOfAnApp() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    String code = app.code(app.request("openid user/Patient.rs offline_access"));
    assertThat(Recorded.kind(last())).isEqualTo("authorization");
    assertThat(who(last())).contains(id, TestUsers.NURSE);

    JsonNode first = app.redeem(code).json();
    String access = first.path("access_token").asText();
    AuditEvent issued = last();
    assertThat(Recorded.kind(issued)).isEqualTo("token-issue");
    assertThat(issued.getOutcome().toCode()).isEqualTo("0");
    assertThat(who(issued)).contains(id, TestUsers.NURSE);
    assertThat(issued.getAgent())
        .anySatisfy(
            it ->
                assertThat(it.getPolicy())
                    .anySatisfy(policy -> assertThat(policy.getValue()).endsWith(jti(access))));
    assertThat(
            new String(
                issued.getEntity().stream()
                    .filter(it -> it.hasQuery())
                    .findFirst()
                    .orElseThrow()
                    .getQuery(),
                StandardCharsets.UTF_8))
        .startsWith(rootUrl() + "/oauth2/token")
        .contains("grant_type=authorization_code", "user/Patient.rs", "offline_access");
    assertThat(issued.getMeta().getProfile())
        .anySatisfy(it -> assertThat(it.getValue()).endsWith("IHE.IUA.71"));

    JsonNode second = app.refresh(first.path("refresh_token").asText()).json();
    String renewed = second.path("access_token").asText();
    assertThat(Recorded.kind(last())).isEqualTo("token-refresh");
    assertThat(last().getAgent())
        .anySatisfy(
            it ->
                assertThat(it.getPolicy())
                    .anySatisfy(policy -> assertThat(policy.getValue()).endsWith(jti(renewed))));

    app.refresh(first.path("refresh_token").asText());
    assertRefused(last(), "token-refresh", "token or code used twice");
    assertThat(who(last())).contains(id, TestUsers.NURSE);
    app.redeem(code);
    assertRefused(last(), "token-issue", "token or code used twice");
    assertNowhere(
        code,
        access,
        renewed,
        first.path("refresh_token").asText(),
        second.path("refresh_token").asText(),
        app.verifier());
  }

  @Test
  void whatComesOfNoProof() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    Map<String, String> form = app.redemption(app.code(app.request("user/Patient.rs")));
    String verifier = "not-the-verifier-of-" + UUID.randomUUID();
    form.put("code_verifier", verifier);
    app.token(form);
    assertRefused(last(), "token-issue", "code verifier does not match");
    app.redeem("never-a-code-" + id);
    assertRefused(last(), "token-issue", "grant not valid");
    assertNowhere("never-a-code-" + id, verifier);
  }

  @Test
  void whatAUserDenies() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    app.allow(app.authorize(app.request("user/Patient.rs")), List.of());
    assertRefused(last(), "authorization", "denied by the user");
    assertThat(who(last())).contains(id, TestUsers.NURSE);
    Map<String, String> request = app.request("user/Patient.rs");
    request.put("redirect_uri", "https://other.example.org/");
    app.authorize(request);
    assertRefused(last(), "authorization", "not allowed for the caller");
  }

  @Test
  void whatAUserTakesBack() {
    Person nurse = Person.nurse(accounts);
    SmartApp app = app().signIn(nurse);
    app.redeem(app.code(app.request("user/Patient.rs offline_access")));
    app.takeBack();
    assertThat(Recorded.kind(last())).isEqualTo("token-revoke");
    assertThat(who(last())).contains(id, nurse.username());
  }

  @Test
  void clientsThatProveWhoTheyAreOrNot() {
    SigningClient client = SigningClient.rsa(id);
    register(client.registration("\"scope\": \"system/Patient.rs\""));
    String assertion = client.assertion(rootUrl() + "/oauth2/token");
    String form = SigningClient.form(assertion, "system/Patient.rs");
    String token = form("/oauth2/token", form).json().path("access_token").asText();
    assertThat(Recorded.kind(last())).isEqualTo("token-issue");
    assertThat(who(last())).contains(id);

    form("/oauth2/token", form);
    assertRefused(last(), "client-authentication", "token or code used twice");
    assertThat(who(last())).contains(id);

    SigningClient forger = SigningClient.rsa(id);
    form(
        "/oauth2/token",
        SigningClient.form(forger.assertion(rootUrl() + "/oauth2/token"), "system/Patient.rs"));
    assertRefused(last(), "client-authentication", "client not authenticated");

    form("/oauth2/introspect", "token=" + token, "Authorization", "Bearer " + token);
    assertThat(Recorded.kind(last())).isEqualTo("token-introspect");
    form(
        "/oauth2/revoke",
        "token="
            + token
            + "&client_assertion_type="
            + SigningClient.encode(SigningClient.ASSERTION_TYPE)
            + "&client_assertion="
            + client.assertion(rootUrl() + "/oauth2/token"));
    assertThat(Recorded.kind(last())).isEqualTo("token-revoke");
    assertThat(last().getAgent())
        .anySatisfy(
            it ->
                assertThat(it.getPolicy())
                    .anySatisfy(policy -> assertThat(policy.getValue()).endsWith(jti(token))));
    assertNowhere(assertion, token);
  }

  @Test
  void whatStandsInThePlaceOfANameIsNotRecorded() {
    String secret = "typed-" + UUID.randomUUID();
    String basic =
        Base64.getEncoder().encodeToString((secret + ":x").getBytes(StandardCharsets.UTF_8));
    String request = UUID.randomUUID().toString();
    form(
        "/oauth2/introspect",
        "token=x",
        "Authorization",
        "Basic " + basic,
        "X-Request-Id",
        request);
    assertThat(Recorded.of(jdbc(), request).kinds()).containsExactly("client-authentication");
    SmartApp browser = app();
    assertThatThrownBy(() -> browser.signIn(new Person(secret, "", "pass-" + secret)))
        .isInstanceOf(AssertionError.class);
    app(browser);
    assertNowhere(secret, basic);
  }

  /** So that something of this test is recorded. */
  private void app(SmartApp browser) {
    browser.signIn(TestUsers.NURSE).code(browser.request("user/Patient.rs"));
  }

  @Test
  void signInsAndSignOuts() {
    Person nurse = Person.nurse(accounts);
    SmartApp browser = app();
    assertThatThrownBy(
            () -> browser.signIn(new Person(nurse.username(), "", "wrong " + nurse.password())))
        .isInstanceOf(AssertionError.class);
    browser.signIn(nurse).code(browser.request("user/Patient.rs"));
    browser.signOut();
    Recorded recorded = Recorded.about(jdbc(), nurse.username());
    assertThat(recorded.kinds())
        .containsExactly("account-change", "sign-in", "sign-in", "authorization", "sign-out");
    assertRefused(recorded.all().get(1), "sign-in", "wrong name, password or second factor");
    AuditEvent signedIn = recorded.all().get(2);
    assertThat(signedIn.getOutcome().toCode()).isEqualTo("0");
    assertThat(signedIn.getAgent())
        .anySatisfy(
            it -> {
              assertThat(it.getWho().getReference()).isEqualTo("Practitioner/test-nurse");
              assertThat(it.getWho().getIdentifier().getSystem()).isEqualTo(rootUrl());
            });
    assertThat(signedIn.getAgent())
        .anySatisfy(it -> assertThat(it.getNetwork().getAddress()).isEqualTo("127.0.0.1"));
    assertNowhere(nurse.password());
  }

  @Test
  void accountsAndWhoChangesThem() {
    FhirHttp admin = http(token("system/*.cruds"));
    String name = "rec-" + UUID.randomUUID();
    String password = "eight quiet grey geese " + id;
    Answer made =
        admin.post(
            rootUrl() + "/admin/users",
            "{\"username\": \"%s\", \"password\": \"%s\", \"roles\": [\"nurse\"]}"
                .formatted(name, password),
            "Content-Type",
            "application/json");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    admin.post(rootUrl() + "/admin/users/" + name + "/unlock", "");
    admin.delete(rootUrl() + "/admin/users/" + name);
    Recorded recorded = Recorded.about(jdbc(), name);
    assertThat(recorded.kinds())
        .containsExactly("account-change", "account-change", "account-change");
    assertThat(recorded.all()).allSatisfy(it -> assertThat(who(it)).contains("test-backend"));
    assertThat(Recorded.everything(jdbc())).doesNotContain(password);
  }

  @Test
  void clientsAndTheirSecrets() {
    FhirHttp admin = http(token("system/*.cruds"));
    String metadata =
        "{\"client_id\": \"%s\", \"client_name\": \"Growth\", \"redirect_uris\": [\"%s\"], \"scope\": \"patient/*.rs\"}"
            .formatted(id, SmartApp.REDIRECT);
    String clients = rootUrl() + "/admin/clients";
    String secret = admin.post(clients, metadata).json().path("client_secret").asText();
    admin.put(clients + "/" + id, metadata.replace("Growth", "Height"));
    String another =
        admin.post(clients + "/" + id + "/secret", "").json().path("client_secret").asText();
    assertThat(another).isNotBlank();
    admin.delete(clients + "/" + id);
    assertThat(recorded().kinds())
        .containsExactly("account-change", "account-change", "account-change", "account-change");
    assertThat(recorded().all()).allSatisfy(it -> assertThat(who(it)).contains("test-backend"));
    assertNowhere(secret, another);
  }

  @Test
  void whoMayNotAdminister() {
    String request = UUID.randomUUID().toString();
    http(token("system/Patient.rs")).get(rootUrl() + "/admin/clients", "X-Request-Id", request);
    AuditEvent refused = Recorded.of(jdbc(), request).only();
    assertRefused(refused, "refused-request", "not allowed for the caller");
    String unsigned = UUID.randomUUID().toString();
    http().get(rootUrl() + "/scim/v2/Users?filter=" + id, "X-Request-Id", unsigned);
    assertRefused(
        Recorded.of(jdbc(), unsigned).only(), "refused-request", "no valid token or session");
  }

  @Test
  void launches() {
    SigningClient ehr = SigningClient.rsa(id);
    register(
        ehr.registration("\"scope\": \"system/Patient.rs\", \"andiron_create_launches\": true"));
    assertThat(
            http(token("system/*.cruds"))
                .put(
                    "/Patient/launched-" + id.substring(0, 20),
                    "{\"resourceType\":\"Patient\",\"id\":\"launched-"
                        + id.substring(0, 20)
                        + "\"}")
                .status())
        .isEqualTo(201);
    String token = askForToken(ehr, "system/Patient.rs").json().path("access_token").asText();
    Answer answer =
        http(token)
            .post(
                rootUrl() + "/auth/launch",
                "{\"user\": \"%s\", \"patient\": \"%s\"}"
                    .formatted(TestUsers.NURSE, "launched-" + id.substring(0, 20)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(Recorded.kind(last())).isEqualTo("authorization");
    assertThat(Recorded.patient(last())).isEqualTo("launched-" + id.substring(0, 20));
    assertThat(Recorded.everything(jdbc())).doesNotContain(answer.json().path("launch").asText());
  }

  @Test
  void noTokenLeavesThatIsNotRecorded() throws Exception {
    SmartApp app = app().signIn(TestUsers.NURSE);
    String code = app.code(app.request("user/Patient.rs offline_access"));
    UnrecordableEvents.during(
        jdbc(),
        id,
        () -> {
          Answer answer = app.redeem(code);
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.body()).doesNotContain("access_token", "refresh_token");
          Answer authorized = app.authorize(app.request("user/Patient.rs"));
          assertThat(app.allow(authorized, List.of("user/Patient.rs")).header("Location"))
              .isEmpty();
        });
  }

  @Test
  void nobodyIsSignedInUnrecorded() throws Exception {
    Person nurse = Person.nurse(accounts);
    SmartApp browser = new SmartApp(rootUrl(), id);
    UnrecordableEvents.during(
        jdbc(),
        nurse.username(),
        () -> {
          assertThatThrownBy(() -> browser.signIn(nurse)).hasMessageContaining("503");
        });
    assertThat(browser.open("/auth/account").body()).doesNotContain(nurse.username());
    assertThat(browser.signIn(nurse).open("/auth/account").body()).contains(nurse.username());
  }

  @Test
  void nothingIsChangedUnrecorded() throws Exception {
    FhirHttp admin = http(token("system/*.cruds"));
    String metadata =
        "{\"client_id\": \"%s\", \"redirect_uris\": [\"%s\"], \"scope\": \"patient/*.rs\"}"
            .formatted(id, SmartApp.REDIRECT);
    String clients = rootUrl() + "/admin/clients";
    UnrecordableEvents.during(
        jdbc(),
        id,
        () -> {
          Answer answer = admin.post(clients, metadata);
          assertThat(answer.status()).isGreaterThanOrEqualTo(500);
          assertThat(answer.body()).doesNotContain("client_secret");
        });
    assertThat(admin.get(clients + "/" + id).status()).isEqualTo(404);
    assertThat(admin.post(clients, metadata).status()).isEqualTo(201);
  }

  @Test
  void theFirstStart() {
    Recorded started = Recorded.about(jdbc(), "server-start");
    assertThat(started.all()).isNotEmpty();
    assertThat(Recorded.about(jdbc(), "\"migration\"").kinds()).contains("migration");
    assertThat(Recorded.about(jdbc(), "key for tokens").kinds()).containsExactly("key-rotation");
    assertThat(Recorded.about(jdbc(), "account admin: made").kinds())
        .containsExactly("account-change");
    assertThat(Recorded.about(jdbc(), "fhir-config/roles/ward-nurse.json added").kinds())
        .containsExactly("role-change");
    assertThat(Recorded.about(jdbc(), "fhir-config/clients/test-backend.json added").kinds())
        .containsExactly("account-change");
    assertThat(Recorded.about(jdbc(), "fhir-config/consent-policies/labels/hiv.json").kinds())
        .containsExactly("label-change");
  }
}
