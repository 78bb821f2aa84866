package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No operation shows an app of one patient anything of the neighbour's record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeighbourOperationsIT extends SmartIT {

  private FhirHttp administrator = new FhirHttp("");
  private FhirHttp one = new FhirHttp("");
  private @Nullable TwoRecords stored;

  @BeforeAll
  void store() {
    administrator = http(token("system/*.cruds"));
    TwoRecords two = new TwoRecords(administrator);
    stored = two;
    one = http(new UserTokens(this).of(TestUsers.PHYSICIAN, "patient/*.cruds", two.own()));
  }

  @AfterAll
  void remove() {
    two().remove();
  }

  private TwoRecords two() {
    return Objects.requireNonNull(stored);
  }

  private String path(String template) {
    return template
        .replace("OTHER", two().neighbour())
        .replace("OWN", two().own())
        .replace("MARK", two().mark());
  }

  private static void assertNothingOfNeighbour(Answer answer) {
    assertThat(answer.body()).doesNotContain(TwoRecords.CANARY);
  }

  /** Who sees all is shown the neighbour by these, so that there is something to hide. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "404 Observation/observation-OTHER/$diff",
        "404 $diff?from=Observation/observation-OTHER/_history/1&to=Observation/observation-OTHER",
        "404 $diff?from=Observation/observation-OWN&to=Observation/observation-OTHER",
        "404 Patient/OTHER/$everything",
        "404 Encounter/encounter-OTHER/$everything",
        "200 Patient/$everything?_count=500",
        "404 Patient/OTHER/$summary",
        "404 Composition/composition-OTHER/$document",
        "200 Observation/$lastn?patient=Patient/OTHER,Patient/OWN&code=urn:two%7CMARK",
        "200 Observation/$lastn?subject:Patient.family=MARK",
        "200 Observation?code=urn:two%7CMARK&_include=Observation:has-member",
        "200 Encounter?subject:Patient.family=MARK&_revinclude=Observation:encounter",
        "200 Observation/_history?_count=100",
        "200 _history?_count=100",
        "403 ValueSet/$expand?contextDirection=existing&context=Observation.code&filter=Neighbourcan"
      })
  void whatIsReadThroughOperations(int status, String template) {
    assertThat(administrator.get(path(template)).body()).contains(TwoRecords.CANARY);
    Answer answer = one.get(path(template));
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertNothingOfNeighbour(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{PatientList(family:\"MARK\"){id name{text}}}",
        "{ObservationList(code:\"MARK\"){id code{text}}}",
        "{Patient(id:\"OTHER\"){name{text}}}",
        "{Observation(id:\"member-OWN\"){hasMember{resource{... on Observation{code{text}}}}}}",
        "{EncounterList(subject:\"Patient/OTHER\"){type{text}}}"
      })
  void whatIsReadThroughGraphs(String template) {
    String query = path(template).replace("\"", "\\\"");
    Answer answer =
        one.post("$graphql", "{\"query\":\"" + query + "\"}", "Content-Type", "application/json");
    assertThat(answer.status()).as(answer.body()).isLessThan(500);
    assertNothingOfNeighbour(answer);
  }

  @Test
  void graphsFollowReferencesForWhoSeesAll() {
    String query =
        path("{Observation(id:\\\"member-OWN\\\")")
            + "{hasMember{resource{... on Observation{code{text}}}}}}";
    Answer answer =
        administrator.post(
            "$graphql", "{\"query\":\"" + query + "\"}", "Content-Type", "application/json");
    assertThat(answer.body()).contains(TwoRecords.CANARY);
  }

  @Test
  void aGraphThatBeginsAtTheNeighbourIsNotThere() {
    String query = "?query=" + SigningClient.encode("{code{text}}");
    assertThat(one.get(path("Observation/observation-OWN/$graphql") + query).status())
        .isEqualTo(200);
    Answer answer = one.get(path("Observation/observation-OTHER/$graphql") + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "403 POST Observation/observation-OTHER/$expunge",
        "403 POST Observation/$expunge",
        "403 POST $expunge",
        "403 POST $reindex",
        "403 POST Observation/observation-OTHER/$reindex",
        "403 GET Observation/observation-OTHER/$reindex-dryrun",
        "403 POST $delete-expunge?url=Observation?code=MARK",
        "403 DELETE Observation/observation-OTHER?_expunge=true",
        "403 DELETE Patient/OTHER?_cascade=delete",
        "403 GET $get-resource-counts",
        "403 GET $risk-versions",
        "403 GET $risk-history?model=lace",
        "403 GET $risk-monitoring?model=lace&version=1.0.0",
        "403 POST $risk-deploy",
        "403 POST $risk-change",
        "403 POST $risk-rollback",
        "403 POST $risk-reload",
        "403 POST $risk-train",
        "403 GET $risk-train-status?_jobId=x",
        "403 GET $risk-report?model=lace&version=1.0.0",
        "403 GET Observation/$meta",
        "403 GET $meta",
        "404 GET Observation/observation-OTHER/$meta",
        "404 GET Patient/OTHER/$export",
        "403 GET Patient/$export",
        "403 GET $export"
      })
  void whatReachesBeyondOneRecordIsRefused(int status, String method, String template) {
    boolean empty = !method.equals("POST");
    Answer answer =
        one.send(method, path(template), empty ? null : "{\"resourceType\":\"Parameters\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertNothingOfNeighbour(answer);
    assertThat(administrator.get(path("Observation/observation-OTHER")).status()).isEqualTo(200);
  }

  @Test
  void labelsOfTheNeighbourAreNotChanged() {
    String label =
        """
        {"resourceType":"Parameters","parameter":[{"name":"meta",
        "valueMeta":{"tag":[{"system":"urn:two","code":"added"}]}}]}\
        """;
    Answer hidden = one.post(path("Observation/observation-OTHER/$meta-add"), label);
    Answer absent = one.post(path("Observation/observation-nobody/$meta-add"), label);
    assertThat(hidden.status()).isEqualTo(absent.status()).isBetween(400, 499);
    assertNothingOfNeighbour(hidden);
    assertThat(administrator.get(path("Observation/observation-OTHER")).body())
        .doesNotContain("added");
  }

  @Test
  void theOwnRecordIsThere() {
    JsonNode everything = one.get(path("Patient/OWN/$everything")).json();
    assertThat(everything.path("entry")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(one.get(path("Observation/observation-OWN/$diff")).status()).isEqualTo(200);
    assertThat(one.get(path("Composition/composition-OWN/$document")).status()).isEqualTo(200);
  }
}
