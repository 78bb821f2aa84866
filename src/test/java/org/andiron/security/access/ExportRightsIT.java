package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.andiron.testsupport.BulkExports;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports hold what their caller may see, and belong to who started them. */
class ExportRightsIT extends SmartIT {

  private static final String LABORATORY =
      "http://terminology.hl7.org/CodeSystem/observation-category|laboratory";

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String ann = "ann-" + key;
  private final String bob = "bob-" + key;

  @BeforeEach
  void storeTwoPatients() {
    FhirHttp admin = http(token("system/*.cruds"));
    put(admin, "Patient/test-patient", "\"active\":true");
    for (String patient : List.of(ann, bob, "test-patient")) {
      if (!patient.equals("test-patient")) {
        put(admin, "Patient/" + patient, "\"active\":true");
      }
      for (String category : List.of("laboratory", "vital-signs")) {
        put(
            admin,
            "Observation/" + category + "-" + patient.replace("test-patient", "own-" + key),
            "\"status\":\"final\",\"code\":{\"text\":\"x\"},\"category\":[{\"coding\":[{\"system\":"
                + "\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\""
                + category
                + "\"}]}],\"subject\":{\"reference\":\"Patient/"
                + patient
                + "\"}");
      }
    }
    put(
        admin,
        "Group/both-" + key,
        "\"type\":\"person\",\"actual\":true,\"member\":["
            + "{\"entity\":{\"reference\":\"Patient/%s\"}},{\"entity\":{\"reference\":\"Patient/%s\"}}]"
                .formatted(ann, bob));
  }

  private static void put(FhirHttp http, String path, String elements) {
    String[] parts = path.split("/");
    Answer answer =
        http.put(
            path,
            "{\"resourceType\":\"%s\",\"id\":\"%s\",%s}".formatted(parts[0], parts[1], elements));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private FhirHttp client(SigningClient client, String scope) {
    Answer answer = askForToken(client, scope);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return http(answer.json().path("access_token").asText());
  }

  private SigningClient newClient(String scope) {
    SigningClient client = SigningClient.ec("export-" + UUID.randomUUID());
    register(client.registration("\"scope\": \"" + scope + "\""));
    return client;
  }

  private FhirHttp user(String user, String scope) {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, scope));
    SmartApp app = new SmartApp(rootUrl(), clientId).signIn(user);
    Answer answer = app.redeem(app.code(app.request(scope)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return http(answer.json().path("access_token").asText());
  }

  private FhirHttp patient() {
    return user(TestUsers.PATIENT, "launch/patient patient/*.rs");
  }

  private static void assertUnknown(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.diagnostics()).contains("There is no such");
  }

  @Test
  void anExportBelongsToTheClientThatStartedIt() {
    SigningClient owner = newClient("system/Patient.rs system/Observation.rs");
    BulkExports exports = new BulkExports(client(owner, "system/Patient.rs"));
    String status = exports.start("$export?_type=Patient");
    JsonNode manifest = exports.manifest(status);
    assertThat(manifest.path("requiresAccessToken").asBoolean()).isTrue();
    String file = manifest.at("/output/0/url").asText();

    FhirHttp again = client(owner, "system/Patient.rs system/Observation.rs");
    assertThat(again.get(status).status()).isEqualTo(200);
    assertThat(again.get(file).status()).isEqualTo(200);
    assertThat(again.get(file).header("Content-Type").orElseThrow())
        .startsWith("application/fhir+ndjson");

    FhirHttp other = client(newClient("system/Patient.rs"), "system/Patient.rs");
    assertUnknown(other.get(status));
    assertUnknown(other.get(file));
    assertUnknown(other.delete(status));
    FhirHttp nurse = user(TestUsers.NURSE, "user/*.rs");
    assertUnknown(nurse.get(status));
    assertUnknown(nurse.get(file));
    assertThat(http().get(file).status()).isEqualTo(401);
    assertThat(http().get(status).status()).isEqualTo(401);
    assertThat(again.get(file).status()).as("nobody has ended it").isEqualTo(200);
  }

  @Test
  void anAdministratorMayEndAnExportButHasNotItsFiles() {
    FhirHttp owner = client(newClient("system/Patient.rs"), "system/Patient.rs");
    BulkExports exports = new BulkExports(owner);
    String status = exports.start("$export?_type=Patient");
    String file = exports.manifest(status).at("/output/0/url").asText();

    FhirHttp administrator = http(token("system/*.cruds"));
    assertThat(administrator.get(status).status()).isEqualTo(200);
    assertUnknown(administrator.get(file));
    assertThat(administrator.delete(status).status()).isEqualTo(202);
    assertUnknown(owner.get(status));
    assertUnknown(owner.get(file));
  }

  @Test
  void aFileIsGivenOnlyWhileTheRightsReachWhatItHolds() {
    SigningClient owner = newClient("system/Patient.rs system/Observation.rs system/Observation.r");
    FhirHttp before = client(owner, "system/Observation.rs");
    BulkExports exports = new BulkExports(before);
    String file =
        exports.manifest(exports.start("$export?_type=Observation")).at("/output/0/url").asText();
    assertThat(before.get(file).status()).isEqualTo(200);

    Answer otherType = client(owner, "system/Patient.rs").get(file);
    assertThat(otherType.status()).as(otherType.body()).isEqualTo(403);
    assertThat(otherType.header("WWW-Authenticate").orElseThrow()).contains("system/Observation.r");
    Answer narrower = client(owner, "system/Observation.rs?category=" + LABORATORY).get(file);
    assertThat(narrower.status()).as(narrower.body()).isEqualTo(403);
    assertThat(narrower.diagnostics()).contains("Export again");
  }

  @Test
  void anExportByQueryHoldsWhatASearchFinds() {
    FhirHttp laboratory =
        client(
            newClient("system/Observation.rs?category=" + LABORATORY),
            "system/Observation.rs?category=" + LABORATORY);
    assertThat(BulkExports.ids(new BulkExports(laboratory).export("$export?_type=Observation")))
        .contains("Observation/laboratory-" + ann, "Observation/laboratory-" + bob)
        .doesNotContain("Observation/vital-signs-" + ann)
        .containsExactlyInAnyOrderElementsOf(found(laboratory, "Observation?_count=200"));
    Answer named = new BulkExports(laboratory).ask("$export?_type=Observation,Patient");
    assertThat(named.status()).as(named.body()).isEqualTo(403);
    assertThat(named.header("WWW-Authenticate").orElseThrow()).contains("system/Patient.r");
  }

  private static Set<String> found(FhirHttp http, String search) {
    Set<String> ids = new TreeSet<>();
    for (Answer page : http.pages(search)) {
      page.json()
          .path("entry")
          .forEach(
              it ->
                  ids.add(
                      it.at("/resource/resourceType").asText()
                          + "/"
                          + it.at("/resource/id").asText()));
    }
    return ids;
  }

  @Test
  void whatIsNotNamedAndNotAllowedIsLeftOutAndSaid() {
    FhirHttp http = client(newClient("system/Patient.rs"), "system/Patient.rs");
    BulkExports exports = new BulkExports(http);
    JsonNode manifest = exports.manifest(exports.start("$export"));
    assertThat(manifest.path("output"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.path("type").asText()).isEqualTo("Patient"));
    assertThat(manifest.at("/error/0/type").asText()).isEqualTo("OperationOutcome");
    Answer outcome = http.get(manifest.at("/error/0/url").asText());
    assertThat(outcome.status()).as(outcome.body()).isEqualTo(200);
    assertThat(outcome.body()).contains("Observation").contains("no right");
  }

  @Test
  void aPatientExportsTheOwnRecordAndNoOther() {
    FhirHttp patient = patient();
    BulkExports exports = new BulkExports(patient);
    List<String> exported =
        BulkExports.ids(exports.export("Patient/test-patient/$export?_type=Patient,Observation"));
    List<String> searched = new ArrayList<>(found(patient, "Observation?_count=200"));
    assertThat(searched).contains("Observation/laboratory-own-" + key);
    searched.add("Patient/test-patient");
    assertThat(exported).containsExactlyInAnyOrderElementsOf(searched);

    Answer other = exports.ask("Patient/" + ann + "/$export");
    Answer absent = exports.ask("Patient/nobody-" + key + "/$export");
    assertThat(other.status()).as(other.body()).isEqualTo(404);
    assertThat(other.diagnostics().replace(ann, "ID"))
        .isEqualTo(absent.diagnostics().replace("nobody-" + key, "ID"));
    assertThat(exports.ask("$export").status()).isEqualTo(403);
    assertThat(exports.ask("Patient/$export").status()).isEqualTo(403);
    assertThat(exports.ask("Group/both-" + key + "/$export").status()).isEqualTo(403);
  }

  @Test
  void theFilesOfAPatientAreNotForAnotherUser() {
    BulkExports exports = new BulkExports(patient());
    String status = exports.start("Patient/test-patient/$export?_type=Patient");
    String file = exports.manifest(status).at("/output/0/url").asText();
    FhirHttp nurse = user(TestUsers.NURSE, "user/*.rs");
    assertThat(nurse.get("Patient/test-patient").status()).isEqualTo(200);
    assertUnknown(nurse.get(status));
    assertUnknown(nurse.get(file));
    assertThat(patient().get(file).status()).as("a new token of the user").isEqualTo(200);
  }

  @Test
  void aGroupIsExportedAsFarAsItIsSeen() {
    FhirHttp http =
        client(
            newClient("system/Group.rs system/Patient.rs?_id=" + ann),
            "system/Group.rs system/Patient.rs?_id=" + ann);
    assertThat(http.get("Patient/" + bob).status()).isEqualTo(404);
    assertThat(
            BulkExports.ids(
                new BulkExports(http).export("Group/both-" + key + "/$export?_type=Patient")))
        .containsExactly("Patient/" + ann);
    FhirHttp without = client(newClient("system/Patient.rs"), "system/Patient.rs");
    Answer refused = new BulkExports(without).ask("Group/both-" + key + "/$export?_type=Patient");
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    Answer hidden =
        new BulkExports(
                client(
                    newClient("system/Group.rs?_id=other system/Patient.rs"),
                    "system/Group.rs?_id=other system/Patient.rs"))
            .ask("Group/both-" + key + "/$export?_type=Patient");
    assertThat(hidden.status()).as(hidden.body()).isEqualTo(404);
  }

  @Test
  void anImportBelongsToItsCaller() {
    FhirHttp owner = client(newClient("system/*.cruds"), "system/*.crus");
    Answer started =
        owner.post(
            "$import",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"inputFormat\",\"valueCode\":"
                + "\"application/fhir+ndjson\"},{\"name\":\"input\",\"part\":[{\"name\":\"type\","
                + "\"valueCode\":\"Patient\"},{\"name\":\"url\",\"valueUri\":\"http://127.0.0.1:1/x\"}]}]}",
            "Prefer",
            "respond-async");
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    String status = started.header("Content-Location").orElseThrow();
    assertUnknown(client(newClient("system/*.crus"), "system/*.crus").get(status));
    await().atMost(Duration.ofSeconds(60)).until(() -> owner.get(status).status() != 202);
    assertThat(owner.get(status).status()).isEqualTo(500);
  }
}
