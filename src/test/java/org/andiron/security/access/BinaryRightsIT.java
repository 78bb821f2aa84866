package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Binary exists for whom something exists that refers to it, on every route. */
class BinaryRightsIT extends SmartIT {

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String binary = "file-" + key;
  private final String neighbour = "ann-" + key;
  private FhirHttp admin;

  @BeforeEach
  void storeFile() {
    admin = http(token("system/*.cruds"));
    put(admin, "Patient/test-patient", "\"active\":true");
    put(admin, "Patient/" + neighbour, "\"active\":true");
    binary(binary, "");
  }

  private void binary(String id, String elements) {
    put(admin, "Binary/" + id, "\"contentType\":\"text/plain\",\"data\":\"YQ==\"" + elements);
  }

  private static String context(String reference) {
    return ",\"securityContext\":{\"reference\":\"" + reference + "\"}";
  }

  private static Answer put(FhirHttp http, String path, String elements) {
    String[] parts = path.split("/");
    Answer answer = http.put(path, resource(parts[0], ",\"id\":\"" + parts[1] + "\"," + elements));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer;
  }

  private static String resource(String type, String elements) {
    return "{\"resourceType\":\"" + type + "\"" + elements + "}";
  }

  private static String document(String patient, String url) {
    return "\"status\":\"current\",\"subject\":{\"reference\":\"Patient/"
        + patient
        + "\"},\"type\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"34133-9\"}]},"
        + "\"content\":[{\"attachment\":{\"contentType\":\"text/plain\",\"url\":\""
        + url
        + "\"}}]";
  }

  private void document(String id, String patient, String url) {
    put(admin, "DocumentReference/" + id + "-" + key, document(patient, url));
  }

  private FhirHttp patient(String scope) {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, "launch/patient " + scope));
    SmartApp app = new SmartApp(rootUrl(), clientId).signIn(TestUsers.PATIENT);
    Answer answer = app.redeem(app.code(app.request("launch/patient " + scope)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return http(answer.json().path("access_token").asText());
  }

  private FhirHttp backend(String scope) {
    SigningClient client = SigningClient.ec("binary-" + UUID.randomUUID());
    register(client.registration("\"scope\": \"" + scope + "\""));
    Answer answer = askForToken(client, scope);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return http(answer.json().path("access_token").asText());
  }

  private static Answer read(FhirHttp http, String path) {
    return http.get(path, "Accept", FhirHttp.JSON);
  }

  private void assertSeen(FhirHttp http, boolean seen) {
    String url = "Binary/" + binary;
    for (String path : List.of(url, url + "/_history/1", url + "/_history")) {
      Answer answer = read(http, path);
      assertThat(answer.status()).as(path + answer.body()).isEqualTo(seen ? 200 : 404);
    }
    Answer search = read(http, "Binary?_id=" + binary);
    assertThat(search.status()).as(search.body()).isEqualTo(200);
    assertThat(search.json().path("total").asInt()).isEqualTo(seen ? 1 : 0);
    assertThat(read(http, "Binary?_count=500").body().contains("\"" + binary + "\""))
        .isEqualTo(seen);
    Answer batch =
        http.post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":"
                + "\"GET\",\"url\":\""
                + url
                + "\"}}]}");
    assertThat(batch.json().at("/entry/0/response/status").asText())
        .startsWith(seen ? "200" : "404");
  }

  @Test
  void aPatientSeesWhatTheOwnRecordRefersTo() {
    FhirHttp patient = patient("patient/*.rs");
    assertSeen(patient, false);
    document("mine", "test-patient", "Binary/" + binary);
    assertSeen(patient, true);
    document("mine", "test-patient", "http://elsewhere.example.org/fhir/Binary/" + binary);
    assertSeen(patient, false);
    document("mine", "test-patient", baseUrl() + "/Binary/" + binary);
    assertSeen(patient, true);
    assertThat(admin.delete("DocumentReference/mine-" + key).status()).isIn(200, 204);
    assertSeen(patient, false);
  }

  @Test
  void whatTheRecordOfANeighbourRefersToDoesNotExist() {
    document("other", neighbour, "Binary/" + binary);
    assertSeen(patient("patient/*.rs"), false);
    document("other", "test-patient", "Binary/" + binary);
    assertSeen(patient("patient/*.rs"), true);
    document("other", neighbour, "Binary/" + binary);
    assertSeen(patient("patient/*.rs"), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Media:\"status\":\"completed\",\"content\":{\"url\":\"Binary/%s\"}",
        "DiagnosticReport:\"status\":\"final\",\"code\":{\"text\":\"x\"},"
            + "\"presentedForm\":[{\"url\":\"Binary/%s\"}]",
        "Communication:\"status\":\"completed\",\"payload\":[{\"contentAttachment\":"
            + "{\"url\":\"Binary/%s\"}}]"
      })
  void everyKindOfAttachmentCounts(String resource) {
    String type = resource.substring(0, resource.indexOf(':'));
    put(
        admin,
        type + "/att-" + key,
        resource.substring(resource.indexOf(':') + 1).formatted(binary)
            + ",\"subject\":{\"reference\":\"Patient/test-patient\"}");
    assertSeen(patient("patient/*.rs"), true);
    assertThat(admin.delete(type + "/att-" + key).status()).isIn(200, 204);
    assertSeen(patient("patient/*.rs"), false);
  }

  @Test
  void theReferrerMustBeInScopeAndSoMustTheBinary() {
    document("mine", "test-patient", "Binary/" + binary);
    assertSeen(patient("patient/Binary.rs patient/DocumentReference.rs"), true);
    assertSeen(patient("patient/Binary.rs patient/Observation.rs"), false);
    Answer refused = read(patient("patient/DocumentReference.rs"), "Binary/" + binary);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
  }

  @Test
  void aQueryOfTheReferrerHoldsForTheBinary() {
    document("mine", "test-patient", "Binary/" + binary);
    String found = "system/DocumentReference.rs?type=http://loinc.org|34133-9";
    String notFound = "system/DocumentReference.rs?type=http://loinc.org|11488-4";
    assertSeen(backend("system/Binary.rs " + found), true);
    assertSeen(backend("system/Binary.rs " + notFound), false);
    assertSeen(backend("system/Binary.rs"), true);
  }

  @Test
  void theSecurityContextDecidesAlone() {
    document("mine", "test-patient", "Binary/" + binary);
    binary(binary, context("Patient/" + neighbour));
    assertSeen(patient("patient/*.rs"), false);
    binary(binary, context("Patient/nobody-" + key));
    assertSeen(patient("patient/*.rs"), false);
    binary(binary, "");
    FhirHttp patient = patient("patient/*.rs");
    assertThat(read(patient, "Binary/" + binary).status()).isEqualTo(200);
  }

  @Test
  void aVersionOfBeforeTheContextIsHidden() {
    binary(binary, context("Patient/test-patient"));
    FhirHttp patient = patient("patient/*.rs");
    assertThat(read(patient, "Binary/" + binary).status()).isEqualTo(200);
    assertThat(read(patient, "Binary/" + binary + "/_history/2").status()).isEqualTo(200);
    assertThat(read(patient, "Binary/" + binary + "/_history/1").status()).isEqualTo(404);
  }

  @Test
  void aLinkToAHiddenBinaryIsRefusedSoThatNobodyShowsItToThemselves() {
    String response =
        "\"status\":\"completed\",\"subject\":{\"reference\":\"Patient/test-patient\"},\"item\":[{"
            + "\"linkId\":\"1\",\"answer\":[{\"valueAttachment\":{\"url\":\"Binary/%s\"}}]}]";
    FhirHttp patient = patient("patient/*.rs patient/QuestionnaireResponse.cu");
    for (String id : List.of(binary, "nobody-" + key)) {
      Answer answer =
          patient.post(
              "QuestionnaireResponse",
              resource("QuestionnaireResponse", "," + response.formatted(id)));
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    }
    assertSeen(patient, false);
    document("mine", "test-patient", "Binary/" + binary);
    Answer answer =
        patient.post(
            "QuestionnaireResponse",
            resource("QuestionnaireResponse", "," + response.formatted(binary)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }
}
