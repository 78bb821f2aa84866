package org.andiron.risk.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.andiron.risk.feedback.FeedbackStore;
import org.andiron.risk.outcome.OutcomeSweep;
import org.andiron.risk.registry.ModelAction;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelKey;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.ModelState;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What became of stored scores: told over HTTP or found in records, and what comes of it. */
class RiskOutcomeIT extends SmartIT {

  private static final String MODEL = "framingham-2008";
  private static final String OUTCOME = "cvd-10y";

  /** A heart attack within ten years; who is not seen again is not counted. */
  private static final String RULE =
      """
      {"outcome": {"id": "cvd-10y", "title": {"en": "t", "zh": "t"},
         "horizon": {"value": 10, "unit": "a"}, "death": "exclude",
         "events": [{"resource": "Condition", "codes": {"http://snomed.info/sct": ["22298006"]}}]},
       "followUp": {"lost": "exclude"}, "subgroups": {"attributes": ["sex"]}}
      """;

  @Autowired private ModelRegistry registry;
  @Autowired private ModelDeployment deployment;
  @Autowired private DaoRegistry daos;
  @Autowired private IHapiTransactionService transactions;
  @Autowired private DataSource dataSource;
  @Autowired private OutcomeSweep sweep;
  @Autowired private FeedbackStore feedback;

  private final String patient = "outcome-" + UUID.randomUUID();
  private FhirHttp system;
  private JdbcTemplate rows;

  @BeforeEach
  void aManOfFiftyFourOfWhomAllIsKnown() {
    system = http(token("system/*.cruds"));
    rows = new JdbcTemplate(dataSource);
    person(patient);
  }

  @AfterEach
  void forget() {
    rows.update("delete from andiron.risk_outcome");
    rows.update("delete from andiron.risk_alarm");
  }

  private void person(String id) {
    put(
        "Patient/" + id,
        """
        {"resourceType": "Patient", "id": "%s", "gender": "male", "birthDate": "1960-01-15"}
        """
            .formatted(id));
    observation(id, "chol", "2093-3", "2014-01-02", quantity(213, "mg/dL"));
    observation(id, "hdl", "2085-9", "2014-01-02", quantity(50, "mg/dL"));
    observation(id, "sbp", "8480-6", "2014-01-02", quantity(120, "mm[Hg]"));
    observation(id, "sbp-later", "8480-6", "2017-12-02", quantity(125, "mm[Hg]"));
    observation(
        id,
        "smoke",
        "72166-2",
        "2014-01-02",
        "\"valueCodeableConcept\": {\"coding\": [{\"system\": \"http://snomed.info/sct\","
            + " \"code\": \"266919005\"}]}");
  }

  private static String quantity(int value, String unit) {
    return "\"valueQuantity\": {\"value\": %d, \"unit\": \"%s\", \"system\": \"http://unitsofmeasure.org\", \"code\": \"%s\"}"
        .formatted(value, unit, unit);
  }

  private void observation(String id, String name, String loinc, String when, String value) {
    String own = id.substring(8) + '-' + name;
    put(
        "Observation/" + own,
        """
        {"resourceType": "Observation", "id": "%s", "status": "final",
         "code": {"coding": [{"system": "http://loinc.org", "code": "%s"}]},
         "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "%s", %s}
        """
            .formatted(own, loinc, id, when, value));
  }

  private void put(String path, String body) {
    Answer answer = system.put(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  /** Stores a score as of a moment. */
  private String scored(String id, String model, String asOf) {
    Answer answer =
        system.post(
            "Patient/" + id + "/$risk-score",
            """
            {"resourceType": "Parameters", "parameter": [
              {"name": "model", "valueString": "%s"}, {"name": "persist", "valueBoolean": true},
              {"name": "asOf", "valueDateTime": "%s"}]}
            """
                .formatted(model, asOf));
    assertThat(answer.json().path("resourceType").asText())
        .as(answer.body())
        .isEqualTo("RiskAssessment");
    return answer.json().path("id").asText();
  }

  private String scored() {
    return scored(patient, MODEL + "|1.0.0", "2014-03-01T12:00:00Z");
  }

  private static String body(String parameters) {
    return "{\"resourceType\": \"Parameters\", \"parameter\": [" + parameters + "]}";
  }

  private static String occurred(boolean occurred) {
    return "{\"name\": \"occurred\", \"valueBoolean\": " + occurred + "}";
  }

  private static String date(String date) {
    return "{\"name\": \"date\", \"valueDateTime\": \"" + date + "\"}";
  }

  private Answer tell(FhirHttp caller, String id, String parameters) {
    return caller.post("RiskAssessment/" + id + "/$risk-outcome", body(parameters));
  }

  private Answer tell(String id, String parameters) {
    Answer answer = tell(system, id, parameters);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static void refused(Answer answer, int status, String word) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.diagnostics()).contains(word);
  }

  private JsonNode monitored(String version) {
    Answer answer = system.get("$risk-monitoring?model=" + MODEL + "&version=" + version);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return StreamSupport.stream(answer.json().path("group").spliterator(), false)
        .filter(it -> it.path("code").path("text").asText().equals("outcome " + OUTCOME))
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.body()));
  }

  private static int count(JsonNode group, int population) {
    return group.path("population").path(population).path("count").asInt();
  }

  @Test
  void whatIsToldIsKeptWithTheScoreAndCountedOnce() {
    String id = scored();
    String told = occurred(true) + "," + date("2019-06-01");
    Answer first = tell(id, told);
    assertThat(first.json().path("meta").path("versionId").asText()).isEqualTo("2");
    String extension = first.json().path("prediction").get(0).path("extension").toString();
    assertThat(extension)
        .contains("StructureDefinition/risk-outcome", "\"occurred\"", "\"2019-06-01\"");
    Answer same = tell(id, told);
    assertThat(same.json().path("meta").path("versionId").asText()).isEqualTo("2");
    JsonNode group = monitored("1.0.0");
    assertThat(count(group, 0)).isEqualTo(1);
    assertThat(count(group, 1)).isEqualTo(1);
    assertThat(group.path("stratifier").toString()).contains("insufficient", "\"male\"", "40-64");

    Answer other =
        tell(id, occurred(false) + "," + "{\"name\": \"outcome\", \"valueString\": \"cvd-10y\"}");
    assertThat(other.json().path("meta").path("versionId").asText()).isEqualTo("3");
    assertThat(other.body()).contains("not-occurred").doesNotContain("2019-06-01");
    group = monitored("1.0.0");
    assertThat(count(group, 0)).isEqualTo(1);
    assertThat(count(group, 1)).isZero();

    Answer replayed = system.get("RiskAssessment/" + id + "/$replay");
    assertThat(replayed.json().path("parameter").get(0).path("valueCode").asText())
        .as(replayed.body())
        .isEqualTo("same");
    assertThat(scored()).as("the same score is not stored again").isEqualTo(id);
    assertThat(
            rows.queryForObject(
                "select count(*) from andiron.audit_event where content like ?"
                    + " and content like '%\"update\"%'",
                Integer.class, "%RiskAssessment/" + id + "/_history/2%"))
        .isEqualTo(1);
  }

  @Test
  void whoWasNotFollowedIsKeptAndNotCounted() {
    String id = scored(patient, MODEL + "|1.0.0", "2018-01-05T12:00:00Z");
    refused(tell(system, id, occurred(false)), 422, "2028-01-05T12:00:00Z");
    assertThat(
            tell(id, occurred(false) + ",{\"name\": \"censored\", \"valueBoolean\": true}").body())
        .contains("\"censored\"");
    assertThat(system.get("$risk-monitoring?model=" + MODEL + "&version=1.0.0").body())
        .doesNotContain("outcome " + OUTCOME);
  }

  @Test
  void whatCannotBeTrueIsRefused() {
    String id = scored();
    String came = occurred(true) + ",";
    refused(tell(system, id, date("2019-06-01")), 400, "occurred is missing");
    refused(
        tell(system, id, "{\"name\": \"came\", \"valueBoolean\": true}"),
        400,
        "has no parameter came");
    refused(
        tell(system, id, came + "{\"name\": \"date\", \"valueString\": \"2019-06-01\"}"),
        400,
        "valueDate or a valueDateTime");
    refused(
        tell(system, id, came + "{\"name\": \"date\", \"valueDate\": \"2999-06-01\"}"),
        400,
        "later than now");
    refused(
        tell(system, id, came + "{\"name\": \"date\", \"valueDate\": \"2014-02-01\"}"),
        422,
        "not after the prediction");
    refused(tell(system, id, came + date("2024-03-02")), 422, "Send occurred=false");
    refused(
        tell(system, id, came + "{\"name\": \"outcome\", \"valueString\": \"death\"}"),
        422,
        "predicts cvd-10y");
    assertThat(system.get("RiskAssessment/" + id).json().path("meta").path("versionId").asText())
        .isEqualTo("1");
    assertThat(rows.queryForObject("select count(*) from andiron.risk_outcome", Integer.class))
        .isZero();
  }

  @Test
  void otherRiskAssessmentsHaveNoOutcomeHere() {
    refused(tell(system, "no-such-score", occurred(true)), 404, "no-such-score");
    Answer foreign =
        system.post(
            "RiskAssessment",
            """
            {"resourceType": "RiskAssessment", "status": "final",
             "subject": {"reference": "Patient/%s"}}
            """
                .formatted(patient));
    refused(
        tell(system, foreign.json().path("id").asText(), occurred(true)),
        422,
        "not computed by this server");
  }

  @Test
  void tellingNeedsTheRightToChangeTheScore() {
    String id = scored();
    UserTokens users = new UserTokens(this);
    refused(tell(http(token("system/*.rs")), id, occurred(true)), 403, "RiskAssessment.u");
    refused(
        tell(http(users.of(TestUsers.NURSE, "user/*.rs")), id, occurred(true)),
        403,
        "RiskAssessment.u");
    Answer own =
        system.put(
            "Patient/test-patient", "{\"resourceType\": \"Patient\", \"id\": \"test-patient\"}");
    assertThat(own.status()).isIn(200, 201);
    refused(
        tell(
            http(users.of(TestUsers.PATIENT, "patient/*.cruds", "test-patient")),
            id,
            occurred(true)),
        403,
        "no role of the user does");
    refused(
        tell(
            http(users.of(TestUsers.PHYSICIAN, "patient/*.cruds", "test-patient")),
            id,
            occurred(true)),
        404,
        id);
    assertThat(tell(http(), id, occurred(true)).status()).isEqualTo(401);
    assertThat(system.get("RiskAssessment/" + id + "/$risk-outcome?occurred=true").status())
        .isEqualTo(405);
    assertThat(system.get("RiskAssessment/" + id).json().path("meta").path("versionId").asText())
        .isEqualTo("1");
    Answer physician =
        tell(http(users.of(TestUsers.PHYSICIAN, "user/*.cruds")), id, occurred(true));
    assertThat(physician.status()).as(physician.body()).isEqualTo(200);
  }

  @Test
  void recordsTellByTheRuleOfTheTrainingAndTheChampionBeforeComesBack() throws Exception {
    String version = "9.0.1";
    Map<String, byte[]> files = Packages.shipped(MODEL, version);
    files.put("outcome.json", RULE.getBytes(StandardCharsets.UTF_8));
    deployment.deploy(MODEL, files, ModelState.CHALLENGER, "test");
    ModelKey trained = new ModelKey(MODEL, version);
    deployment.change(trained, ModelAction.PROMOTE, "test");
    String model = MODEL + '|' + version;

    String came = scored(patient, model, "2014-03-01T12:00:00Z");
    String other = "outcome-" + UUID.randomUUID();
    person(other);
    String lost = scored(other, model, "2014-03-01T12:00:00Z");
    String early = scored(other, model, "2018-03-01T12:00:00Z");
    put(
        "Condition/" + patient.substring(8) + "-mi",
        """
        {"resourceType": "Condition", "id": "%s-mi",
         "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
           "code": "active"}]},
         "code": {"coding": [{"system": "http://snomed.info/sct", "code": "22298006"}]},
         "subject": {"reference": "Patient/%s"}, "onsetDateTime": "2019-05-01"}
        """
            .formatted(patient.substring(8), patient));
    assertThat(sweep.sweep()).isEqualTo(1);
    assertThat(states()).containsEntry(came, "occurred").containsEntry(lost, "unknown");
    assertThat(sweep.sweep()).as("looked at again later").isZero();
    assertThat(system.get("RiskAssessment/" + came).body()).doesNotContain("risk-outcome");
    assertThat(count(monitored(version), 1)).isEqualTo(1);

    tell(came, occurred(true));
    assertThat(sweep.sweep()).isZero();
    assertThat(count(monitored(version), 0)).isEqualTo(1);
    assertThat(states()).doesNotContainKey(early);

    int tasks = tasks();
    for (int day = 10; day < 32; day++) {
      tell(scored(patient, model, "2014-03-" + day + "T12:00:00Z"), occurred(true));
    }
    Instant now = Instant.now();
    OutcomeStore outcomes = new OutcomeStore(rows);
    CountStore counts = new CountStore(rows, UUID.randomUUID(), now);
    RiskMonitor monitor = new RiskMonitor(registry, counts, outcomes, feedback, Clock.systemUTC());
    new DriftWatch(
            registry,
            deployment,
            monitor,
            counts,
            outcomes,
            new AlarmStore(rows),
            daos,
            transactions,
            500,
            true)
        .look();
    assertThat(tasks()).isEqualTo(tasks + 1);
    assertThat(registry.current().champion(MODEL).orElseThrow().key().version()).isEqualTo("1.0.0");
    assertThat(deployment.history(MODEL))
        .last()
        .satisfies(it -> assertThat(it.reason()).contains("cvd-10y comes about more often"));
    assertThat(system.get("$risk-monitoring?model=" + MODEL + "&version=" + version).body())
        .contains("cvd-10y comes about more often than was predicted");
  }

  private Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    rows.query(
        "select assessment, state from andiron.risk_outcome",
        row -> {
          states.put(row.getString(1), row.getString(2));
        });
    return states;
  }

  private int tasks() {
    return system
        .get("Task?_summary=count&code:text=Review%20of%20a%20risk%20model")
        .json()
        .path("total")
        .asInt();
  }
}
