package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.BulkExports;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A researcher has de-identified exports, and nothing else of any record. */
class ResearchExportIT extends SmartIT {

  private static final String CODE = "r-" + UUID.randomUUID().toString().substring(0, 8);

  private final String key = "Zq" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void storeAPatient() {
    FhirHttp admin = http(token("system/*.cruds"));
    put(
        admin,
        "Patient/" + key,
        """
        "name":[{"family":"%1$s"}],"birthDate":"1971-05-06","gender":"female",
        "identifier":[{"system":"urn:x","value":"%1$s"}],"telecom":[{"value":"%1$s"}],
        "address":[{"line":["%1$s"],"city":"%1$s","state":"MA","postalCode":"02139","country":"US"}]
        """
            .formatted(key));
    put(
        admin,
        "Observation/obs-" + key,
        """
        "status":"final","code":{"coding":[{"system":"http://example.org/codes","code":"%2$s"}]},
        "subject":{"reference":"Patient/%1$s","display":"%1$s"},"note":[{"text":"%1$s"}],
        "effectiveDateTime":"2019-05-06T10:00:00Z","valueString":"%1$s"
        """
            .formatted(key, CODE));
  }

  private static void put(FhirHttp http, String path, String elements) {
    String[] parts = path.split("/");
    Answer answer =
        http.put(
            path,
            "{\"resourceType\":\"%s\",\"id\":\"%s\",%s}".formatted(parts[0], parts[1], elements));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private FhirHttp researcher() {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, "user/*.rs"));
    SmartApp app = new SmartApp(rootUrl(), clientId).signIn(TestUsers.RESEARCHER);
    Answer answer = app.redeem(app.code(app.request("user/*.rs")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return http(answer.json().path("access_token").asText());
  }

  @Test
  void theExportHasWhatWasMeasuredAndNothingThatIdentifies() {
    BulkExports exports = new BulkExports(researcher());
    List<JsonNode> resources = exports.export("$export?_type=Patient,Observation");
    assertThat(resources)
        .isNotEmpty()
        .allSatisfy(
            it -> {
              assertThat(it.toString()).doesNotContain(key);
              assertThat(it.at("/meta/security/0/code").asText()).isEqualTo("PSEUDED");
              assertThat(it.has("name") || it.has("identifier") || it.has("note")).isFalse();
            });
    JsonNode observation =
        resources.stream()
            .filter(it -> it.at("/code/coding/0/code").asText().equals(CODE))
            .findFirst()
            .orElseThrow();
    assertThat(observation.path("effectiveDateTime").asText()).isEqualTo("2019");
    String subject = observation.at("/subject/reference").asText();
    assertThat(BulkExports.ids(resources)).contains(subject);
    JsonNode patient =
        resources.stream()
            .filter(it -> subject.equals("Patient/" + it.path("id").asText()))
            .findFirst()
            .orElseThrow();
    assertThat(patient.path("birthDate").asText()).isEqualTo("1971");
    assertThat(patient.at("/address/0/postalCode").asText()).isEqualTo("021");
  }

  @Test
  void anotherExportHasOtherPseudonyms() {
    FhirHttp researcher = researcher();
    List<String> first =
        BulkExports.ids(new BulkExports(researcher).export("$export?_type=Patient"));
    List<String> second =
        BulkExports.ids(new BulkExports(researcher).export("$export?_type=Patient"));
    assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
  }

  @Test
  void typesThatAreNeverDeidentifiedAreLeftOutAndRefusedByName() {
    BulkExports exports = new BulkExports(researcher());
    JsonNode manifest = exports.manifest(exports.start("$export"));
    assertThat(manifest.path("output"))
        .isNotEmpty()
        .noneMatch(it -> it.path("type").asText().equals("DocumentReference"));
    assertThat(manifest.at("/error/0/type").asText()).isEqualTo("OperationOutcome");
    for (String type : List.of("DocumentReference", "Person,Patient", "ValueSet")) {
      Answer answer = exports.ask("$export?_type=" + type);
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
      assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$export?_type=Patient&_typeFilter=Patient%3Fname%3DZq",
        "$export?_type=Patient&_since=2020-01-01T00:00:00Z",
        "Patient/%s/$export",
        "Patient/nobody/$export",
        "Group/nobody/$export",
        "Patient/%s",
        "Patient/nobody",
        "Patient",
        "Observation?code=x",
        "Patient/%s/$everything",
        "Patient/%s/_history"
      })
  void whatWouldTellOfOnePatientIsRefused(String path) {
    Answer answer = new BulkExports(researcher()).ask(path.replace("%s", key));
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.body()).doesNotContain(key);
  }

  @Test
  void nobodyIsNamedInTheBodyOfARequest() {
    for (String patient : List.of(key, "nobody")) {
      Answer answer =
          researcher()
              .post(
                  "Patient/$export",
                  "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"patient\","
                      + "\"valueReference\":{\"reference\":\"Patient/"
                      + patient
                      + "\"}}]}",
                  "Prefer",
                  "respond-async");
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
      assertThat(answer.diagnostics()).contains("may not say whose");
    }
  }
}
