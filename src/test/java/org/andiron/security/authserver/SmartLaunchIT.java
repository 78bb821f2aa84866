package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An EHR opens apps in places of the record where its user can be, and nowhere else. */
class SmartLaunchIT extends SmartIT {

  private static final String SCOPE =
      "openid fhirUser launch launch/patient launch/encounter offline_access online_access"
          + " patient/*.cruds user/*.cruds";

  private final SigningClient ehr = SigningClient.rsa("ehr-" + UUID.randomUUID());
  private String token = "";

  @BeforeEach
  void record() {
    register(
        ehr.registration("\"scope\": \"system/Patient.rs\", \"andiron_create_launches\": true"));
    token = askForToken(ehr, "system/Patient.rs").json().path("access_token").asText();
    put("Patient", "launch-p7", "");
    put("Patient", "launch-p8", "");
    put(
        "Encounter",
        "launch-e7",
        ", \"status\": \"in-progress\", \"class\": {\"code\": \"AMB\"},"
            + " \"subject\": {\"reference\": \"Patient/launch-p7\"}");
  }

  private void put(String type, String id, String members) {
    String body = "{\"resourceType\": \"%s\", \"id\": \"%s\"%s}".formatted(type, id, members);
    Answer answer = http(token("system/*.cruds")).put(type + "/" + id, body);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  @AfterEach
  void remove() {
    for (String path : List.of("Encounter/launch-e7", "Patient/launch-p7", "Patient/launch-p8")) {
      assertThat(http(token("system/*.cruds")).delete(path).status()).isIn(200, 204);
    }
  }

  private Answer launch(String json) {
    return http(token).post(rootUrl() + "/auth/launch", json, "Content-Type", "application/json");
  }

  private String handle(String members) {
    Answer answer = launch("{\"user\": \"%s\"%s}".formatted(TestUsers.NURSE, members));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().path("launch").asText();
  }

  private void assertRefused(String json, String reason) {
    Answer answer = launch(json);
    assertThat(answer.status()).as(json + answer.body()).isEqualTo(400);
    assertThat(answer.diagnostics()).as(json).contains(reason);
  }

  private SmartApp app() {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, SCOPE, "\"andiron_skip_authorization_page\": true"));
    return new SmartApp(rootUrl(), clientId).signIn(TestUsers.NURSE);
  }

  private static void assertToldToApp(Answer answer, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(302);
    assertThat(SmartApp.query(answer)).containsEntry("error", error).doesNotContainKey("code");
  }

  @Test
  void anEhrOpensAnAppInThePlaceOfItsUser() {
    String launch =
        """
        {"user": "%s", "patient": "Patient/launch-p7", "encounter": "launch-e7", "intent": "order-review",
         "need_patient_banner": false, "smart_style_url": "https://ehr.example.org/style.json",
         "fhirContext": [{"reference": "DiagnosticReport/d1", "type": "DiagnosticReport"}]}
        """
            .formatted(TestUsers.NURSE);
    Answer created = launch(launch);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    String handle = created.json().path("launch").asText();
    assertThat(handle).doesNotContain("p7");

    SmartApp app = app();
    Map<String, String> request = app.request("launch patient/*.rs");
    assertToldToApp(app.authorize(request), "invalid_request");
    request.put("launch", handle);
    JsonNode answer = app.redeem(SmartApp.query(app.authorize(request)).get("code")).json();
    assertThat(answer.path("patient").asText()).isEqualTo("launch-p7");
    assertThat(answer.path("encounter").asText()).isEqualTo("launch-e7");
    assertThat(answer.path("intent").asText()).isEqualTo("order-review");
    assertThat(answer.path("need_patient_banner").asBoolean(true)).isFalse();
    assertThat(answer.path("smart_style_url").asText())
        .isEqualTo("https://ehr.example.org/style.json");
    assertThat(answer.path("fhirContext").get(0).path("reference").asText())
        .isEqualTo("DiagnosticReport/d1");
    assertToldToApp(app.authorize(request), "invalid_request");

    String another = launch(launch).json().path("launch").asText();
    app.signIn(TestUsers.PATIENT);
    request.put("launch", another);
    assertToldToApp(app.authorize(request), "access_denied");
  }

  @Test
  void onlyAnEhrCreatesLaunches() {
    String launch = "{\"user\": \"%s\"}".formatted(TestUsers.NURSE);
    String path = rootUrl() + "/auth/launch";
    assertThat(http().post(path, launch).status()).isEqualTo(401);
    assertThat(http(token("system/*.cruds")).post(path, launch).status()).isEqualTo(403);
    assertThat(launch(launch).status()).isEqualTo(201);
  }

  @Test
  void aPlaceWhereTheUserCannotBeIsRefused() {
    String nurse = "{\"user\": \"%s\", ".formatted(TestUsers.NURSE);
    String patient = "{\"user\": \"%s\", ".formatted(TestUsers.PATIENT);
    assertRefused("{\"user\": \"nobody\", \"patient\": \"launch-p7\"}", "user is not");
    assertRefused(nurse + "\"patient\": \"launch p7\"}", "patient must be the id");
    assertRefused(nurse + "\"patient\": \"launch-none\"}", "patient is not the id");
    // Who is a patient sees themselves alone.
    assertRefused(patient + "\"patient\": \"launch-p7\"}", "patient is not the id");
    assertRefused(nurse + "\"encounter\": \"launch-none\"}", "encounter is not the id");
    assertRefused(patient + "\"encounter\": \"launch-e7\"}", "encounter is not the id");
    assertRefused(
        nurse + "\"patient\": \"launch-p8\", \"encounter\": \"launch-e7\"}",
        "encounter is not the id");
    assertThat(launch(nurse + "\"encounter\": \"launch-e7\"}").status()).isEqualTo(201);
  }

  @Test
  void aContextThatSaysNothingOrTooMuchIsRefused() {
    for (String item :
        List.of(
            "{\"reference\": \"Patient/p7\"}",
            "{\"reference\": \"Encounter/e7\"}",
            "{\"type\": \"DiagnosticReport\"}",
            "\"DiagnosticReport/d1\"")) {
      assertRefused(
          "{\"user\": \"%s\", \"fhirContext\": [%s]}".formatted(TestUsers.NURSE, item),
          "fhirContext must have");
    }
  }

  @Test
  void aRoleIsThatOfTheSpecificationOrAnAbsoluteUri() {
    String item = ", \"fhirContext\": [{\"reference\": \"Task/t1\", \"role\": %s}]";
    for (String role : List.of("\"\"", "\"reason\"", "\"#reason\"", "\"a b:c\"", "7", "null")) {
      assertRefused(
          "{\"user\": \"%s\"%s}".formatted(TestUsers.NURSE, item.formatted(role)),
          "A role in fhirContext must be");
    }
    for (String role : List.of("\"launch\"", "\"https://example.org/role#reason\"")) {
      assertThat(handle(item.formatted(role))).as(role).isNotBlank();
    }
  }

  @Test
  void theScopeLaunchEncounterIsGrantedWhereThereIsAnEncounter() {
    SmartApp app = app();
    Map<String, String> inEhr = app.request("launch launch/encounter user/Patient.rs");
    inEhr.put("launch", handle(", \"encounter\": \"launch-e7\""));
    JsonNode with = app.redeem(app.code(inEhr)).json();
    assertThat(with.path("scope").asText().split(" ")).contains("launch/encounter");
    assertThat(with.path("encounter").asText()).isEqualTo("launch-e7");

    inEhr.put("launch", handle(", \"patient\": \"launch-p7\""));
    JsonNode without = app.redeem(app.code(inEhr)).json();
    assertThat(without.path("scope").asText().split(" "))
        .containsExactlyInAnyOrder("launch", "user/Patient.rs");
    assertThat(without.has("encounter")).isFalse();

    Map<String, String> standalone = app.request("launch/encounter user/Patient.rs");
    assertThat(app.redeem(app.code(standalone)).json().path("scope").asText())
        .isEqualTo("user/Patient.rs");
    assertToldToApp(app.authorize(app.request("launch/encounter")), "invalid_scope");
  }

  @Test
  void eachScopeThatDiscoveryListsCanBeHad() {
    JsonNode listed = http().get(".well-known/smart-configuration").json().path("scopes_supported");
    assertThat(listed).isNotEmpty();
    SmartApp app = app();
    for (JsonNode scope : listed) {
      String granted;
      if (scope.asText().startsWith("system/")) {
        granted = askForToken(BACKEND, scope.asText()).json().path("scope").asText();
      } else {
        Map<String, String> request = app.request(scope.asText());
        request.put("launch", handle(", \"patient\": \"launch-p7\", \"encounter\": \"launch-e7\""));
        granted = app.redeem(app.code(request)).json().path("scope").asText();
      }
      assertThat(granted).isEqualTo(scope.asText());
    }
  }

  @Test
  void introspectionTellsTheContextOfTheToken() {
    String members =
        """
        , "patient": "launch-p7", "encounter": "launch-e7", "intent": "order-review",
         "need_patient_banner": true, "smart_style_url": "https://ehr.example.org/style.json",
         "fhirContext": [{"reference": "DiagnosticReport/d1"}]
        """;
    SmartApp app = app();
    Map<String, String> request = app.request("launch patient/*.rs");
    request.put("launch", handle(members));
    JsonNode given = app.redeem(app.code(request)).json();

    JsonNode told =
        new FhirHttp(rootUrl(), "Authorization", "Bearer " + token("system/Patient.rs"))
            .post(
                "/oauth2/introspect",
                "token=" + given.path("access_token").asText(),
                "Content-Type",
                "application/x-www-form-urlencoded")
            .json();
    for (String member :
        List.of(
            "patient",
            "encounter",
            "intent",
            "need_patient_banner",
            "smart_style_url",
            "fhirContext")) {
      assertThat(given.has(member)).as(member).isTrue();
      assertThat(told.path(member)).as(member).isEqualTo(given.path(member));
    }
  }
}
