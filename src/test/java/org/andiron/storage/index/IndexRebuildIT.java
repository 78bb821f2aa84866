package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;

class IndexRebuildIT extends AndironIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired private JdbcOperations jdbc;
  @Autowired private IndexState state;
  @Autowired private IndexRebuild rebuild;

  private final String key = "rebuild-" + UUID.randomUUID().toString().substring(0, 8);
  private final String patient = "Patient/" + key;
  private final String byIdentifier = "Patient?identifier=urn:x-rebuild%7C" + key;

  @BeforeEach
  void storeAPatientThatIsNotInTheIndex() {
    Answer stored =
        http()
            .put(
                patient,
                """
                {"resourceType":"Patient","id":"%1$s","gender":"female","maritalStatus":{"text":"Widowedtext"},
                 "name":[{"family":"Word%1$s"}],
                 "identifier":[{"system":"urn:x-rebuild","value":"%1$s"}]}\
                """
                    .formatted(key));
    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    assertThat(total(byIdentifier)).isEqualTo(1);
    long number =
        jdbc.queryForObject("select res_id from hfj_resource where fhir_id = ?", Long.class, key);
    jdbc.update("delete from andiron.idx_token where res_id = ?", number);
    jdbc.update("delete from andiron.idx_text where res_id = ?", number);
    jdbc.update(
        "update andiron.idx_string set folded = 'stale', exact = 'stale' where res_id = ?", number);
    assertThat(total(byIdentifier)).isZero();
    assertThat(total("Patient?family=stale&_id=" + key)).isEqualTo(1);
  }

  @AfterEach
  void removeIt() {
    rebuild.startRecords();
    await().atMost(PATIENCE).until(state::isWhole);
    http().delete(patient);
  }

  @Test
  void anIndexMadeByOtherRulesIsMadeAnewAndSearchesAreRefusedUntilThen() {
    String other = storeAnother();
    String another = storeAnother();
    String next = http().get("Patient?family=Another" + key + "&_count=1").next().orElseThrow();
    makeWithOtherRules();

    assertThat(http().get(next).entries()).as("of a stored page").isEqualTo(1);
    http().delete(other);
    http().delete(another);
    Answer suggestions =
        http().get("ValueSet/$expand?contextDirection=existing&context=Patient.gender");
    assertThat(suggestions.status()).as(suggestions.body()).isEqualTo(503);
    Answer search = http().get(byIdentifier);
    assertThat(search.status()).isEqualTo(503);
    assertThat(search.header("Retry-After")).contains("30");
    assertThat(search.json().at("/issue/0/diagnostics").asText()).contains("being made anew");
    assertThat(
            http()
                .post(
                    "Patient",
                    "{\"resourceType\":\"Patient\"}",
                    "If-None-Exist",
                    "identifier=urn:x-rebuild%7C" + key)
                .status())
        .isEqualTo(503);
    assertThat(readiness()).isEqualTo(503);
    assertThat(http().get(patient).status()).isEqualTo(200);
    assertThat(total("Patient?_id=" + key)).isEqualTo(1);
    assertThat(http().get("StructureDefinition?url=http://example.org/no").status()).isEqualTo(200);

    rebuild.startRecords();
    await().atMost(PATIENCE).until(() -> readiness() == 200);
    assertIndexed();
  }

  @Test
  void whatWasLeftOffIsGoneOnWith() {
    makeWithOtherRules();
    jdbc.update(
        "update andiron.search_index_state set done_to = ends_at where part = ?",
        IndexPart.RECORDS.name());
    state.begin(IndexPart.RECORDS);
    assertThat(state.share()).isEqualTo(1);

    rebuild.startRecords();
    await().atMost(PATIENCE).until(state::isWhole);
    assertThat(total(byIdentifier)).isZero();
  }

  @Test
  void reindexMakesTheIndexOfAResourceAnew() {
    Answer answer = http().post(patient + "/$reindex", "{\"resourceType\":\"Parameters\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertIndexed();
  }

  @Test
  void byWhichLinksAResourceIsFoundIsMadeAnew() {
    String labelled = storeAnother();
    String plain = storeAnother();
    String observation =
        http()
            .post(
                "Observation",
                """
                {"resourceType":"Observation","status":"final","code":{"text":"x"},
                 "subject":{"reference":"%s"},"focus":[{"extension":[{"url":
                 "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label",
                 "valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}}],
                 "reference":"%s"}]}\
                """
                    .formatted(plain, labelled))
            .id();
    assertFoundByPlain(plain, labelled);
    for (boolean before : new boolean[] {true, false}) {
      setLabelled(observation, before);
      makeWithOtherRules();
      rebuild.startRecords();
      await().atMost(PATIENCE).until(state::isWhole);
      assertFoundByPlain(plain, labelled);

      setLabelled(observation, before);
      http().post("Observation/" + observation + "/$reindex", "{\"resourceType\":\"Parameters\"}");
      assertFoundByPlain(plain, labelled);
    }
    http().delete("Observation/" + observation);
    http().delete(labelled);
    http().delete(plain);
  }

  /** As an earlier version, or the migration, has left it. */
  private void setLabelled(String observation, boolean labelled) {
    assertThat(
            jdbc.update(
                "update hfj_res_link set andiron_labelled = ? where src_resource_id ="
                    + " (select res_id from hfj_resource where fhir_id = ?)",
                labelled,
                observation))
        .isPositive();
  }

  private void assertFoundByPlain(String plain, String labelled) {
    assertThat(total("Observation?subject=" + plain)).isEqualTo(1);
    assertThat(total("Observation?focus=" + labelled)).isZero();
  }

  private String storeAnother() {
    Answer stored =
        http()
            .post(
                "Patient",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Another%s\"}]}"
                    .formatted(key));
    return "Patient/" + stored.id();
  }

  private void makeWithOtherRules() {
    jdbc.update(
        "update andiron.search_index_state set made_with = '0' where part = ?",
        IndexPart.RECORDS.name());
    state.begin(IndexPart.RECORDS);
    assertThat(state.isWhole()).isFalse();
  }

  private void assertIndexed() {
    assertThat(total(byIdentifier)).isEqualTo(1);
    assertThat(total("Patient?_content=widowedtext&_id=" + key)).isEqualTo(1);
    assertThat(total("Patient?family=stale&_id=" + key)).isZero();
    assertThat(total("Patient?family=word&_id=" + key)).isEqualTo(1);
  }

  private int readiness() {
    return http().get(rootUrl() + "/actuator/health/readiness").status();
  }

  private int total(String search) {
    Answer answer = http().get(search + "&_summary=count");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("total").asInt();
  }
}
