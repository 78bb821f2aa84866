package org.andiron.risk.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.andiron.testsupport.BulkExports;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scores by request: what comes, what is refused, what is stored and recorded. */
class RiskScoreIT extends SmartIT {

  private final String patient = "risk-" + UUID.randomUUID();
  private FhirHttp system;

  @BeforeEach
  void aWomanWithHypertensionAndDiabetes() {
    system = http(token("system/*.cruds"));
    put(
        "Patient/" + patient,
        """
        {"resourceType": "Patient", "id": "%s", "gender": "female", "birthDate": "1966-04-02"}
        """
            .formatted(patient));
    condition("htn", "38341003");
    condition("dm", "44054006");
    condition("af", "49436004");
    observation("chol", "2093-3", 213, "mg/dL");
    observation("hdl", "2085-9", 50, "mg/dL");
    observation("crea", "2160-0", 0.8, "mg/dL");
    observation("bmi", "39156-5", 31.5, "kg/m2");
    put(
        "Observation/" + patient.substring(5) + "-bp",
        """
        {"resourceType": "Observation", "id": "%s-bp", "status": "final",
         "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category",
           "code": "vital-signs"}]}],
         "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
         "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "2026-11-01",
         "component": [
          {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
           "valueQuantity": {"value": 142, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
          {"code": {"coding": [{"system": "http://loinc.org", "code": "8462-4"}]},
           "valueQuantity": {"value": 84, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}}]}
        """
            .formatted(patient.substring(5), patient));
    put(
        "Observation/" + patient.substring(5) + "-smoke",
        """
        {"resourceType": "Observation", "id": "%s-smoke", "status": "final",
         "code": {"coding": [{"system": "http://loinc.org", "code": "72166-2"}]},
         "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "2026-11-01",
         "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": "266919005"}]}}
        """
            .formatted(patient.substring(5), patient));
  }

  private void condition(String name, String snomed) {
    put(
        "Condition/" + patient.substring(5) + '-' + name,
        """
        {"resourceType": "Condition", "id": "%s-%s",
         "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
           "code": "active"}]},
         "verificationStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
           "code": "confirmed"}]},
         "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]},
         "subject": {"reference": "Patient/%s"}, "onsetDateTime": "2020-01-01",
         "recordedDate": "2020-01-02"}
        """
            .formatted(patient.substring(5), name, snomed, patient));
  }

  private void observation(String name, String loinc, double value, String unit) {
    put(
        "Observation/" + patient.substring(5) + '-' + name,
        """
        {"resourceType": "Observation", "id": "%s-%s", "status": "final",
         "code": {"coding": [{"system": "http://loinc.org", "code": "%s"}]},
         "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "2026-11-01",
         "valueQuantity": {"value": %s, "unit": "%s", "system": "http://unitsofmeasure.org", "code": "%s"}}
        """
            .formatted(patient.substring(5), name, loinc, patient, value, unit, unit));
  }

  private void put(String path, String body) {
    Answer answer = system.put(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private String of(String query) {
    return "Patient/" + patient + "/$risk-score" + query;
  }

  private static void refused(Answer answer, int status, String word) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.diagnostics()).contains(word);
  }

  /** Hypertension 1, diabetes 1, female 1; 60 years old. */
  @Test
  void oneModelGivesOneRiskAssessment() {
    Answer answer = system.get(of("?model=cha2ds2-vasc"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode assessment = answer.json();
    assertThat(assessment.path("resourceType").asText()).isEqualTo("RiskAssessment");
    assertThat(assessment.path("subject").path("reference").asText())
        .contains("Patient/" + patient);
    assertThat(assessment.path("meta").path("security").toString()).contains("AIAST");
    assertThat(answer.body()).contains("Condition/" + patient.substring(5) + "-dm/_history/1");
    assertThat(answer.body()).doesNotContain("-chol/");
  }

  @Test
  void severalModelsGiveABundleOfThoseThatApply() {
    JsonNode bundle = system.get(of("?model=cha2ds2-vasc&model=prevent-2023")).json();
    assertThat(bundle.path("type").asText()).isEqualTo("collection");
    assertThat(bundle.path("entry")).hasSize(2);
    Set<String> types = new HashSet<>();
    JsonNode all = system.get(of("")).json();
    all.path("entry").forEach(it -> types.add(it.path("resource").path("resourceType").asText()));
    assertThat(types).containsExactlyInAnyOrder("RiskAssessment", "GuidanceResponse");
    JsonNode prevent = bundle.path("entry").get(1).path("resource");
    assertThat(prevent.path("resourceType").asText())
        .as(prevent.toString())
        .isEqualTo("RiskAssessment");
    assertThat(prevent.path("prediction").get(0).path("probabilityDecimal").asDouble())
        .isBetween(1.0, 60.0);
  }

  @Test
  void whatIsMissingIsNamed() {
    Answer answer = system.get(of("?model=meld-3"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("GuidanceResponse");
    assertThat(answer.json().path("status").asText()).isEqualTo("data-required");
    assertThat(answer.body()).contains("Bilirubin: not found").contains("OperationOutcome");
  }

  @Test
  void beforeItWasRecordedNothingIsKnown() {
    Answer answer = system.get(of("?model=prevent-2023&asOf=2026-10-01"));
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("GuidanceResponse");
  }

  @Test
  void badQuestionsAreRefused() {
    refused(system.get(of("?model=no-such-model")), 400, "no-such-model");
    refused(system.get(of("?model=pce-2013%7C0.0.1")), 400, "pce-2013|0.0.1");
    refused(system.get(of("?asOf=2999-01-01")), 400, "later than now");
    refused(system.get(of("?asOf=2020")), 400, "'asOf'");
    refused(system.get(of("?persist=true")), 400, "POST");
    refused(system.get(of("?modle=pce-2013")), 400, "modle");
    refused(system.get("Patient/no-such-patient/$risk-score"), 404, "no-such-patient");
    assertThat(http().get(of("")).status()).isEqualTo(401);
  }

  @Test
  void whatIsStoredIsStoredOnceAndComesOutTheSame() {
    String question =
        """
        {"resourceType": "Parameters", "parameter": [
          {"name": "model", "valueString": "cha2ds2-vasc"}, {"name": "persist", "valueBoolean": true},
          {"name": "asOf", "valueDateTime": "2026-11-20T12:00:00Z"}]}
        """;
    Answer first = system.post(of(""), question);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    String id = first.json().path("id").asText();
    assertThat(id).isNotEmpty();
    assertThat(system.post(of(""), question).json().path("id").asText()).isEqualTo(id);
    assertThat(system.get("RiskAssessment?subject=Patient/" + patient).entries()).isEqualTo(1);
    assertThat(system.get("Provenance?target=RiskAssessment/" + id).entries()).isEqualTo(1);
    String device = first.json().path("performer").path("reference").asText();
    assertThat(system.get(device).status()).isEqualTo(200);
    assertThat(system.get(device.replace("Device/", "DocumentReference/")).status()).isEqualTo(200);
    // What it was computed from has changed since, and the version is there.
    String diabetes = "Condition/" + patient.substring(5) + "-dm";
    Answer changed =
        system.put(
            diabetes, system.get(diabetes).body().replace("\"2020-01-01\"", "\"2021-01-01\""));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    Answer replayed = system.get("RiskAssessment/" + id + "/$replay");
    assertThat(replayed.status()).as(replayed.body()).isEqualTo(200);
    assertThat(replayed.json().path("parameter").get(0).path("valueCode").asText())
        .as(replayed.body())
        .isEqualTo("same");
    // Whoever may not read the Condition learns that something is gone, and not what else there is.
    Answer lost =
        http(token("system/RiskAssessment.r system/Patient.rs"))
            .get("RiskAssessment/" + id + "/$replay");
    assertThat(lost.json().path("parameter").get(0).path("valueCode").asText())
        .as(lost.body())
        .isEqualTo("impossible");
  }

  /** Who may not see an input does not learn of it by the score that somebody else stored. */
  @Test
  void aStoredScoreIsAsWithheldAndAsSensitiveAsItsInputs() {
    String diabetes = "Condition/" + patient.substring(5) + "-dm";
    Answer labelled =
        system.put(
            diabetes,
            system
                .get(diabetes)
                .body()
                .replaceFirst(
                    "\"meta\":\\{",
                    "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
                        + "v3-ActCode\",\"code\":\"ETH\"},{\"system\":"
                        + "\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"R\"}],"));
    assertThat(labelled.body()).contains("\"ETH\"");
    denyDiabetesToTheNurse();
    Answer stored =
        system.post(
            of(""),
            """
            {"resourceType": "Parameters", "parameter": [
              {"name": "model", "valueString": "cha2ds2-vasc"},
              {"name": "persist", "valueBoolean": true}]}
            """);
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
    assertThat(stored.json().at("/meta/security").toString())
        .contains("\"ETH\"", "\"R\"", "\"AIAST\"");
    String score = "RiskAssessment/" + stored.id();
    FhirHttp nurse = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"));
    assertThat(nurse.get(score).status()).isEqualTo(404);
    assertThat(nurse.get("RiskAssessment?subject=Patient/" + patient).entries()).isZero();
    assertThat(nurse.get("Provenance?target=" + score).entries()).isZero();
    assertThat(system.get("Provenance?target=" + score).entries()).isEqualTo(1);
  }

  private void denyDiabetesToTheNurse() {
    consent(
        """
        "provision": [{"type": "deny", "code": [{"coding": [{"system": "http://snomed.info/sct",
          "code": "44054006"}]}], "actor": [{"role": {"coding": [{
          "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]},
          "reference": {"reference": "Practitioner/test-nurse"}}]}]
        """);
  }

  @Test
  void whatIsStoredIsAnsweredAsItWasAskedFor() {
    String question =
        """
        {"resourceType": "Parameters", "parameter": [
          {"name": "model", "valueString": "cha2ds2-vasc"}, {"name": "persist", "valueBoolean": true},
          {"name": "explain", "valueBoolean": %s},
          {"name": "asOf", "valueDateTime": "2026-11-22T12:00:00Z"}]}
        """;
    JsonNode first = system.post(of(""), question.formatted(true)).json();
    Answer second = system.post(of(""), question.formatted(false), "Accept-Language", "zh-CN");
    JsonNode other = second.json();
    assertThat(other.path("id").asText()).as(second.body()).isEqualTo(first.path("id").asText());
    assertThat(other.at("/meta/versionId").asText()).isEqualTo("1");
    assertThat(first.path("language").asText()).isEqualTo("en");
    assertThat(other.path("language").asText()).isEqualTo("zh-CN");
    assertThat(first.toString()).contains("contribution");
    assertThat(other.toString()).doesNotContain("\"contribution\"");
    String path = "RiskAssessment/" + first.path("id").asText();
    assertThat(system.get(path).json().path("language").asText()).isEqualTo("en");
    assertThat(system.get(path).json().at("/meta/versionId").asText()).isEqualTo("1");

    String diabetes = "Condition/" + patient.substring(5) + "-dm";
    system.put(diabetes, system.get(diabetes).body().replace("\"2020-01-01\"", "\"2019-01-01\""));
    JsonNode entered = system.post(of(""), question.formatted(true)).json();
    assertThat(entered.path("id").asText()).isNotEqualTo(first.path("id").asText());
    assertThat(entered.path("basis").toString()).contains(diabetes + "/_history/2");
  }

  @Test
  void whatIsStoredAtTheSameTimeIsStoredOnce() {
    String question =
        """
        {"resourceType": "Parameters", "parameter": [
          {"name": "model", "valueString": "cha2ds2-vasc"}, {"name": "model", "valueString": "prevent-2023"},
          {"name": "persist", "valueBoolean": true},
          {"name": "asOf", "valueDateTime": "2026-11-21T12:00:00Z"}]}
        """;
    List<CompletableFuture<Answer>> asked =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> system.post(of(""), question)))
            .limit(4)
            .toList();
    Set<String> ids = new HashSet<>();
    for (CompletableFuture<Answer> one : asked) {
      Answer answer = one.join();
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      answer
          .json()
          .path("entry")
          .forEach(entry -> ids.add(entry.path("resource").path("id").asText()));
    }
    assertThat(ids).hasSize(2);
    assertThat(system.get("RiskAssessment?subject=Patient/" + patient).entries()).isEqualTo(2);
  }

  @Test
  void storingNeedsTheRightTo() {
    Answer answer =
        http(token("system/*.rs"))
            .post(
                of(""),
                """
                {"resourceType": "Parameters", "parameter": [
                  {"name": "model", "valueString": "cha2ds2-vasc"},
                  {"name": "persist", "valueBoolean": true}]}
                """);
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(system.get("RiskAssessment?subject=Patient/" + patient).entries()).isZero();
  }

  @Test
  void otherRiskAssessmentsAreNotComputedAgain() {
    Answer foreign =
        system.post(
            "RiskAssessment",
            """
            {"resourceType": "RiskAssessment", "status": "final",
             "subject": {"reference": "Patient/%s"}}
            """
                .formatted(patient));
    refused(
        system.get("RiskAssessment/" + foreign.json().path("id").asText() + "/$replay"),
        422,
        "not computed by this server");
  }

  /** Who may update a RiskAssessment may write into its basis whatever there is. */
  @Test
  void aBasisThatIsNotThePatientsIsNotComputedAgain() {
    Answer stored =
        system.post(
            of(""),
            """
            {"resourceType": "Parameters", "parameter": [
              {"name": "model", "valueString": "cha2ds2-vasc"},
              {"name": "persist", "valueBoolean": true}]}
            """);
    String path = "RiskAssessment/" + stored.id();
    String body = system.get(path).body();
    assertThat(system.get(path + "/$replay").body()).contains("\"same\"");
    String other = "other-" + patient;
    put("Patient/" + other, "{\"resourceType\": \"Patient\", \"id\": \"" + other + "\"}");
    put(
        "Condition/" + other,
        """
        {"resourceType": "Condition", "id": "%s", "subject": {"reference": "Patient/%s"},
         "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006"}]}}
        """
            .formatted(other, other));
    String condition = "Condition/" + patient.substring(5) + "-dm/_history/1";
    assertThat(body).contains(condition);
    for (String[] change :
        new String[][] {
          {
            condition,
            "Condition/" + other + "/_history/1",
            "a Condition that is not of the subject"
          },
          {"Patient/" + patient + "/_history/1", condition, "does not name the Patient"},
          {
            "Patient/" + patient + "/_history/1",
            "Patient/" + other + "/_history/1",
            "a Patient that is not of the subject"
          }
        }) {
      Answer changed = system.put(path, body.replace(change[0], change[1]));
      assertThat(changed.status()).as(changed.body()).isEqualTo(200);
      Answer answer = system.get(path + "/$replay");
      refused(answer, 422, change[2]);
      assertThat(answer.json().at("/issue/0/expression/0").asText())
          .isEqualTo("RiskAssessment.basis");
      assertThat(answer.body()).doesNotContain(other);
    }
  }

  @Test
  void onlyWhatTheCallerMaySeeCounts() {
    Answer other =
        system.put(
            "Patient/test-patient", "{\"resourceType\": \"Patient\", \"id\": \"test-patient\"}");
    assertThat(other.status()).isIn(200, 201);
    UserTokens users = new UserTokens(this);
    refused(
        http(users.of(TestUsers.PATIENT, "patient/*.rs", "test-patient")).get(of("")),
        404,
        patient);
    JsonNode less =
        http(token("system/Patient.rs system/Observation.rs"))
            .get(of("?model=cha2ds2-vasc"))
            .json();
    assertThat(less.toString()).doesNotContain("-dm/_history");
  }

  @Test
  void whatIsWithheldIsNoInput() {
    UserTokens users = new UserTokens(this);
    String nurse = users.of(TestUsers.NURSE, "user/*.rs");
    assertThat(http(nurse).get(of("?model=cha2ds2-vasc")).body()).contains("-dm/_history");
    denyDiabetesToTheNurse();
    Answer answer = http(nurse).get(of("?model=cha2ds2-vasc"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("-htn/_history").doesNotContain("-dm/_history");
    assertThat(system.get(of("?model=cha2ds2-vasc")).body()).contains("-dm/_history");
  }

  @Test
  void whoRefusesSoftwareIsNotScored() {
    consent(
        """
        "provision": [{"type": "deny", "purpose": [{
          "system": "https://andiron.org/fhir/CodeSystem/consent-purpose",
          "code": "automated-scoring"}]}]
        """);
    FhirHttp nurse = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"));
    refused(nurse.get(of("?model=cha2ds2-vasc")), 403, "does not agree");
    refused(nurse.get(of("")), 403, "does not agree");
    assertThat(nurse.get("Patient/" + patient).status()).isEqualTo(200);
    assertThat(nurse.get("Condition?patient=" + patient).entries()).isEqualTo(3);
  }

  @Test
  void whoRefusesTheUseOfDataIsNotScored() {
    consent(
        """
        "provision": [{"type": "deny", "action": [{"coding": [{
          "system": "http://terminology.hl7.org/CodeSystem/consentaction", "code": "use"}]}],
          "actor": [{"role": {"coding": [{
          "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]},
          "reference": {"reference": "Practitioner/test-nurse"}}]}]
        """);
    FhirHttp nurse = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"));
    refused(nurse.get(of("?model=cha2ds2-vasc")), 403, "does not agree");
    assertThat(nurse.get("Condition?patient=" + patient).entries()).isEqualTo(3);
    assertThat(system.get(of("?model=cha2ds2-vasc")).status()).isEqualTo(200);
  }

  private void consent(String provisions) {
    assertThat(
            system
                .put(
                    "Practitioner/test-nurse",
                    "{\"resourceType\": \"Practitioner\", \"id\": \"test-nurse\"}")
                .status())
        .isIn(200, 201);
    givenConsent(
        patient,
        """
        "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
          "code": "OPTIN"}]},
        "provision": {"type": "permit", %s}
        """
            .formatted(provisions));
  }

  @Test
  void eachScoreIsRecordedWithItsModel() {
    system.get(of("?model=cha2ds2-vasc"));
    assertThat(
            jdbc()
                .queryForObject(
                    "select count(*) from andiron.audit_event where content like ? and content like"
                        + " '%Device/risk-cha2ds2-vasc%' and content like '%input-hash%'",
                    Integer.class, "%Patient/" + patient + "%"))
        .isEqualTo(1);
  }

  /** What was recorded of scores of the patient, in order. */
  private List<String> recorded() {
    return jdbc()
        .queryForList(
            "select content from andiron.audit_event where content like ? and content like"
                + " '%\"risk-score\"%' order by recorded, id",
            String.class, "%Patient/" + patient + "%");
  }

  @Test
  void eachScoreIsRecordedWithTheConsentsItRestsOn() {
    system.get(of("?model=cha2ds2-vasc"));
    assertThat(recorded())
        .singleElement()
        .asString()
        .contains("\"permit\"", "andiron-consent-2", "\"policy\"")
        .doesNotContain("\"Consent/");
    denyDiabetesToTheNurse();
    system.get(of("?model=cha2ds2-vasc"));
    assertThat(recorded())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"permit\"", "\"Consent/", "input-hash");
    Answer group =
        system.post(
            "Group",
            """
            {"resourceType": "Group", "type": "person", "actual": true,
             "member": [{"entity": {"reference": "Patient/%s"}}]}
            """
                .formatted(patient));
    new BulkExports(system).export("Group/" + group.id() + "/$risk-score?model=cha2ds2-vasc");
    assertThat(recorded())
        .hasSize(3)
        .last()
        .asString()
        .contains("\"permit\"", "\"Consent/", "input-hash");
  }

  @Test
  void aRefusalIsRecordedAsOneOfNoModel() {
    consent(
        """
        "provision": [{"type": "deny", "purpose": [{
          "system": "https://andiron.org/fhir/CodeSystem/consent-purpose",
          "code": "automated-scoring"}]}]
        """);
    FhirHttp nurse = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"));
    refused(nurse.get(of("?model=cha2ds2-vasc")), 403, "does not agree");
    assertThat(recorded())
        .singleElement()
        .asString()
        .contains(
            "\"outcome\":\"8\"", "withheld by consent", "\"deny\"", "\"Consent/", "test-nurse")
        .doesNotContain("Device/risk-", "input-hash", "model-digest");
  }

  @Test
  void modelsAreListedWithTheirCards() {
    Answer answer = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs")).get("$risk-models");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("entry").size()).isGreaterThanOrEqualTo(26);
    assertThat(answer.body()).contains("\"DocumentReference\"").contains("prevent-2023");
  }

  @Test
  void aGroupIsScoredInTheBackground() {
    Answer group =
        system.post(
            "Group",
            """
            {"resourceType": "Group", "type": "person", "actual": true,
             "member": [{"entity": {"reference": "Patient/%s"}}]}
            """
                .formatted(patient));
    String path = "Group/" + group.json().path("id").asText() + "/$risk-score";
    refused(system.get(path), 400, "respond-async");
    assertThat(
            http(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"))
                .get(path, "Prefer", "respond-async")
                .status())
        .isEqualTo(403);
    List<JsonNode> scores = new BulkExports(system).export(path + "?model=cha2ds2-vasc");
    assertThat(scores).hasSize(1);
    assertThat(scores.get(0).path("resourceType").asText()).isEqualTo("RiskAssessment");
    assertThat(scores.get(0).toString())
        .contains("Patient/" + patient)
        .doesNotContainPattern("\\p{IsHan}");
    Answer started =
        system.get(
            path + "?model=cha2ds2-vasc",
            "Prefer",
            "respond-async",
            "Accept-Language",
            "zh-CN,en;q=0.5");
    BulkExports jobs = new BulkExports(system);
    assertThat(jobs.resources(jobs.manifest(started.header("Content-Location").orElseThrow())))
        .singleElement()
        .satisfies(it -> assertThat(it.toString()).containsPattern("\\p{IsHan}"));

    List<String> alone = new ArrayList<>();
    system.get(of("")).json().path("entry").forEach(it -> alone.add(model(it.path("resource"))));
    assertThat(new BulkExports(system).export(path))
        .extracting(RiskScoreIT::model)
        .containsExactlyInAnyOrderElementsOf(alone)
        .hasSizeLessThan(13);
  }

  private static String model(JsonNode answer) {
    return answer.path("resourceType").asText()
        + answer.at("/method/coding/0/code").asText()
        + answer.path("moduleCanonical").asText();
  }
}
