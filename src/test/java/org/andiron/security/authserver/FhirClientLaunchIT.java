package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWK;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.browser.Browser;
import org.andiron.testsupport.browser.FhirClientApp;
import org.andiron.testsupport.browser.InChromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The SMART client library for browsers, in one, from an origin of its own: standalone and EHR
 * launch as a public and as a confidential app.
 *
 * @see <a href="https://docs.smarthealthit.org/client-js/">fhirclient</a>
 */
@InChromium
class FhirClientLaunchIT extends SmartIT {

  private static final String SCOPE =
      "openid fhirUser launch launch/patient offline_access patient/Patient.rs"
          + " patient/Observation.rs";
  private static final String STANDALONE =
      "openid fhirUser launch/patient offline_access patient/Patient.rs patient/Observation.rs";

  @Autowired private Accounts accounts;

  private final String clientId = "app-" + UUID.randomUUID();
  private final String family = "Launch" + UUID.randomUUID().toString().substring(0, 8);
  private final String mine = UUID.randomUUID().toString();
  private final String neighbour = UUID.randomUUID().toString();
  private FhirClientApp app;
  private Person nurse;

  @BeforeEach
  void setUp() {
    app = new FhirClientApp();
    nurse = Person.nurse(accounts);
    FhirHttp backend = http(token("system/*.cruds"));
    for (String id : new String[] {mine, neighbour}) {
      backend.put(
          "Patient/" + id,
          """
          {"resourceType": "Patient", "id": "%s", "birthDate": "1984-05-23",
           "name": [{"family": "%s", "given": ["%s"]}]}
          """
              .formatted(id, family, id.equals(mine) ? "Ada" : "Bea"));
      backend.post(
          "Observation",
          """
          {"resourceType": "Observation", "status": "final", "code": {"text": "weight"},
           "subject": {"reference": "Patient/%s"}}
          """
              .formatted(id));
    }
  }

  @AfterEach
  void tearDown() {
    app.close();
  }

  private String metadata(String authentication, String... members) {
    return SmartApp.metadata(clientId, SCOPE, authentication, members)
        .replace(SmartApp.REDIRECT, app.home());
  }

  private void registerPublicApp() {
    register(metadata("\"token_endpoint_auth_method\": \"none\""));
  }

  private FhirClientApp standalone(Map<String, ?> more) {
    Map<String, Object> options = new HashMap<>(more);
    options.put("iss", baseUrl());
    options.put("clientId", clientId);
    options.put("scope", STANDALONE);
    return app.options(options);
  }

  private void signIn(Browser browser) {
    browser
        .at("Sign in")
        .type("User name", nurse.username())
        .type("Password", nurse.password())
        .press("Sign in");
  }

  private void choosePatient(Browser browser) {
    browser
        .at("Choose a patient")
        .type("Name", family)
        .press("Search")
        .press("Choose Ada " + family + ", 1984-05-23");
  }

  /** From the start of the app to its token. */
  private void launchStandalone(Browser browser) {
    browser.open(app.start(""));
    signIn(browser);
    choosePatient(browser);
    browser.at("Allow Test app?").press("Allow what is ticked");
  }

  private void assertSeesOnePatient(Browser browser) {
    assertThat(app.ask(browser, "client.patient.id").path("value").asText()).isEqualTo(mine);
    JsonNode patient = app.ask(browser, "client.patient.read()").path("value");
    assertThat(patient.path("name").path(0).path("family").asText()).isEqualTo(family);
    JsonNode found = app.ask(browser, "client.request('Observation')").path("value");
    assertThat(found.path("total").asInt()).as(found.toString()).isEqualTo(1);
    JsonNode own = app.ask(browser, "client.patient.request('Observation')").path("value");
    assertThat(own.path("entry").size()).as(own.toString()).isEqualTo(1);
    assertThat(
            app.ask(browser, "client.request('Patient/" + neighbour + "')").path("status").asInt())
        .isEqualTo(404);
    assertThat(app.ask(browser, "client.request('Condition')").path("status").asInt())
        .isEqualTo(403);
  }

  @Test
  void aPublicAppStartsByItselfAndRefreshes(Browser browser) {
    registerPublicApp();
    standalone(Map.of());
    launchStandalone(browser);
    assertSeesOnePatient(browser);
    assertThat(app.ask(browser, "client.user.fhirUser").path("value").asText())
        .endsWith("Practitioner/test-nurse");

    String first = app.ask(browser, "client.state.tokenResponse").path("value").toString();
    JsonNode next = app.ask(browser, "client.refresh().then(it => it.tokenResponse)").path("value");
    assertThat(next.path("access_token").asText()).isNotBlank();
    assertThat(first)
        .doesNotContain(next.path("access_token").asText())
        .doesNotContain(next.path("refresh_token").asText());
    assertSeesOnePatient(browser);
  }

  @Test
  void anAppThatIsDeniedLearnsIt(Browser browser) {
    registerPublicApp();
    standalone(Map.of());
    browser.open(app.start(""));
    signIn(browser);
    choosePatient(browser);
    browser.at("Allow Test app?").press("Deny");
    assertThat(app.failure(browser)).startsWith("access_denied");
  }

  @Test
  void anAppForWhichNobodyIsChosenLearnsIt(Browser browser) {
    registerPublicApp();
    standalone(Map.of());
    browser.open(app.start(""));
    signIn(browser);
    browser.at("Choose a patient").press("Choose nobody and go back to the app");
    assertThat(app.failure(browser)).startsWith("access_denied");
  }

  @Test
  void anAppGetsOnlyWhatStaysTicked(Browser browser) {
    registerPublicApp();
    standalone(Map.of());
    browser.open(app.start(""));
    signIn(browser);
    choosePatient(browser);
    browser
        .at("Allow Test app?")
        .press("Read laboratory results, vital signs and other observations of Ada " + family)
        .press("Allow what is ticked");
    assertThat(app.ask(browser, "client.patient.read()").path("value").path("id").asText())
        .isEqualTo(mine);
    assertThat(app.ask(browser, "client.request('Observation')").path("status").asInt())
        .isEqualTo(403);
  }

  @Test
  void anAppWithASecretStartsByItselfAndRefreshes(Browser browser) {
    String secret =
        http(token("system/*.cruds"))
            .post(
                rootUrl() + "/admin/clients",
                metadata("\"token_endpoint_auth_method\": \"client_secret_basic\""))
            .json()
            .path("client_secret")
            .asText();
    standalone(Map.of("clientSecret", secret));
    launchStandalone(browser);
    assertSeesOnePatient(browser);
    assertThat(
            app.ask(browser, "client.refresh().then(it => it.tokenResponse.access_token)")
                .path("value")
                .asText())
        .isNotBlank();
  }

  @Test
  void anAppWithAKeyStartsByItself(Browser browser) throws Exception {
    SigningClient key = SigningClient.ec(clientId);
    register(
        metadata(
            "\"token_endpoint_auth_method\": \"private_key_jwt\"", "\"jwks\": " + key.keySet()));
    standalone(Map.of("clientPrivateJwk", withAlgorithm(key.key())));
    launchStandalone(browser);
    assertSeesOnePatient(browser);
  }

  private static JsonNode withAlgorithm(JWK key) throws JsonProcessingException {
    Map<String, Object> members = new HashMap<>(key.toJSONObject());
    members.put("alg", "ES384");
    return new ObjectMapper().valueToTree(members);
  }

  @Test
  void anEhrOpensTheAppWhereItsUserIs(Browser browser) {
    registerPublicApp();
    app.options(Map.of("clientId", clientId, "scope", SCOPE.replace(" launch/patient", "")));
    browser.open(app.start("?iss=" + SigningClient.encode(baseUrl()) + "&launch=" + launch()));
    signIn(browser);
    browser.at("Allow Test app?");
    assertThat(browser.text("main")).contains("Ada " + family);
    browser.press("Allow what is ticked");

    assertSeesOnePatient(browser);
    JsonNode context = app.ask(browser, "client.state.tokenResponse").path("value");
    assertThat(context.path("encounter").asText()).isEqualTo("e7-" + mine);
    assertThat(context.path("intent").asText()).isEqualTo("order-review");
    assertThat(context.path("need_patient_banner").asBoolean(true)).isFalse();
    assertThat(context.path("fhirContext").path(0).path("reference").asText())
        .isEqualTo("DiagnosticReport/d1");
  }

  @Test
  void aLaunchOpensTheAppOnce(Browser browser) {
    registerPublicApp();
    app.options(Map.of("clientId", clientId, "scope", SCOPE.replace(" launch/patient", "")));
    String start = app.start("?iss=" + SigningClient.encode(baseUrl()) + "&launch=" + launch());
    browser.open(start);
    signIn(browser);
    browser.at("Allow Test app?").press("Allow what is ticked");
    app.ask(browser, "client.patient.id");
    browser.open(start);
    assertThat(app.failure(browser)).startsWith("invalid_request: launch");
  }

  /** A launch as an EHR makes it. */
  private String launch() {
    http(token("system/*.cruds"))
        .put(
            "Encounter/e7-" + mine,
            """
            {"resourceType": "Encounter", "id": "e7-%s", "status": "in-progress",
             "class": {"code": "AMB"}, "subject": {"reference": "Patient/%s"}}
            """
                .formatted(mine, mine));
    SigningClient ehr = SigningClient.rsa("ehr-" + UUID.randomUUID());
    register(
        ehr.registration("\"scope\": \"system/Patient.rs\", \"andiron_create_launches\": true"));
    String token = askForToken(ehr, "system/Patient.rs").json().path("access_token").asText();
    FhirHttp.Answer created =
        http(token)
            .post(
                rootUrl() + "/auth/launch",
                """
                {"user": "%s", "patient": "Patient/%s", "encounter": "e7-%s",
                 "intent": "order-review", "need_patient_banner": false,
                 "fhirContext": [{"reference": "DiagnosticReport/d1"}]}
                """
                    .formatted(nurse.username(), mine, mine),
                "Content-Type",
                "application/json");
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created.json().path("launch").asText();
  }
}
