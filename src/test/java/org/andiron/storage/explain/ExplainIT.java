package org.andiron.storage.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.andiron.storage.query.Sql;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two patients, found and explained. */
class ExplainIT extends AndironIT {

  private final String family = "Explained" + UUID.randomUUID().toString().replace("-", "");

  @Autowired private JdbcTemplate jdbc;
  @Autowired private PlatformTransactionManager transactions;

  @BeforeEach
  void storePatients() {
    for (String id : List.of("a", "b")) {
      Answer answer =
          http()
              .put(
                  "Patient/" + family.toLowerCase() + id,
                  """
                  {"resourceType": "Patient", "id": "%s%s", "name": [{"family": "%s"}]}
                  """
                      .formatted(family.toLowerCase(), id, family));
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
  }

  @AfterEach
  void removeThem() {
    http().delete("Patient?family=" + family + "&_expunge=true");
  }

  private static List<JsonNode> statements(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("Parameters");
    return StreamSupport.stream(answer.json().path("parameter").spliterator(), false)
        .filter(it -> it.path("name").asText().equals("statement"))
        .toList();
  }

  private static List<String> parts(JsonNode statement, String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode part : statement.path("part")) {
      if (part.path("name").asText().equals(name)) {
        part.properties().stream()
            .filter(it -> it.getKey().startsWith("value"))
            .map(it -> it.getValue())
            .map(it -> it.has("value") ? it.path("value").asText() : it.asText())
            .forEach(values::add);
      }
    }
    return values;
  }

  @Test
  void aSearchIsExplained() {
    List<JsonNode> statements =
        statements(http().get("Patient?family=" + family + "&_explain=true"));
    assertThat(statements).hasSize(1);
    JsonNode matches = statements.get(0);
    assertThat(parts(matches, "purpose")).containsExactly("matches");
    assertThat(parts(matches, "sql")).singleElement().asString().contains("from hfj_resource r");
    assertThat(parts(matches, "value")).contains("Patient", family.toLowerCase() + '%');
    assertThat(parts(matches, "rows")).containsExactly("2");
    assertThat(parts(matches, "stopped")).containsExactly("false");
    assertThat(parts(matches, "plan")).singleElement().asString().contains(" on idx_string t ");
    assertThat(parts(matches, "planAsJson")).singleElement().asString().contains("\"Node Type\"");
    assertThat(parts(matches, "planningTime")).hasSize(1);
    assertThat(parts(matches, "executionTime")).hasSize(1);
  }

  @Test
  void aCountIsExplained() {
    List<JsonNode> statements =
        statements(http().get("Patient?family=" + family + "&_summary=count&_explain=true"));
    assertThat(statements).hasSize(1);
    assertThat(parts(statements.get(0), "purpose")).containsExactly("count");
  }

  @Test
  void scoresAreExplained() {
    List<JsonNode> statements =
        statements(http().get("Patient?_content=" + family + "&_explain=true"));
    assertThat(statements)
        .extracting(it -> parts(it, "purpose").get(0))
        .contains("matches", "scores");
  }

  @Test
  void whatComesAlongIsExplainedStepByStep() {
    List<JsonNode> statements =
        statements(
            http()
                .get(
                    "Patient?family="
                        + family
                        + "&_include=Patient:organization&_include=Patient:general-practitioner"
                        + "&_revinclude=Observation:patient&_revinclude=Encounter:patient"
                        + "&_explain=true"));
    assertThat(statements)
        .flatExtracting(it -> parts(it, "purpose"))
        .containsExactly("matches", "revinclude", "include");
    JsonNode revinclude = statements.get(1);
    assertThat(parts(revinclude, "sql")).singleElement().asString().contains("link_of_source l");
    assertThat(parts(revinclude, "value"))
        .anyMatch(it -> it.contains("Observation.subject") && it.contains("Encounter.subject"));
    assertThat(parts(revinclude, "rows")).containsExactly("0");
    assertThat(parts(revinclude, "plan")).singleElement().asString().contains("hfj_res_link");
  }

  @Test
  void aFormIsExplained() {
    Answer answer =
        http()
            .post(
                "Patient/_search",
                "family=" + family + "&_explain=true",
                "Content-Type",
                "application/x-www-form-urlencoded");
    assertThat(statements(answer)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_elements=id",
        "_summary=true",
        "_count=1",
        "_total=accurate",
        "_sort=-birthdate",
        "_revinclude=Observation:patient"
      })
  void whatShapesTheAnswerDoesNotShapeTheExplanation(String control) {
    List<JsonNode> statements =
        statements(http().get("Patient?family=" + family + '&' + control + "&_explain=true"));
    assertThat(parts(statements.get(0), "sql")).hasSize(1);
  }

  @Test
  void anExplanationCanBeXml() {
    // The index has a control character in some codes; XML has none.
    Answer answer = http().get("Patient?gender=female&_explain=true&_format=xml");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("<Parameters").contains("hfj_resource");
    assertThat(answer.body().chars()).noneMatch(it -> it < ' ' && it != '\n' && it != '\t');
  }

  @Test
  void searchesOfAllTypesAndOfCompartmentsAreExplained() {
    assertThat(statements(http().get("?_type=Patient&_id=x&_explain=true"))).isNotEmpty();
    assertThat(
            statements(
                http().get("Patient/" + family.toLowerCase() + "a/Observation?_explain=true")))
        .isNotEmpty();
  }

  @Test
  void aSearchThatNeedNotBeExplainedIsAnswered() {
    Answer answer = http().get("Patient?family=" + family + "&_explain=false");
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("Bundle");
    assertThat(answer.json().path("total").asInt()).isEqualTo(2);
    assertThat(answer.json().path("link").toString()).doesNotContain("_explain");
  }

  @Test
  void theNextSearchOfTheSameThreadIsNotExplained() {
    http().get("Patient?family=" + family + "&_explain=true");
    http().get("Patient?birthdate=yesterday&_explain=true");
    for (int i = 0; i < 20; i++) {
      assertThat(http().get("Patient?family=" + family).json().path("resourceType").asText())
          .isEqualTo("Bundle");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"_explain=yes", "_explain=", "_explain=TRUE", "_explain=true&_explain=false"})
  void anythingButTrueAndFalseIsRefused(String explain) {
    Answer answer = http().get("Patient?family=" + family + '&' + explain);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains("_explain").contains("true or false");
  }

  @Test
  void aSearchThatCannotBeDoneIsRefusedAsEver() {
    Answer answer = http().get("Patient?unheard=of&_explain=true");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains("unheard");
  }

  @Test
  void criteriaOfWritesHaveNoExplanation() {
    Answer deleted = http().delete("Patient?_explain=true");
    assertThat(deleted.status()).isEqualTo(400);
    assertThat(http().delete("Patient?family=" + family + "&_explain=true").status())
        .isEqualTo(400);
    assertThat(http().get("Patient?family=" + family).json().path("total").asInt()).isEqualTo(2);
  }

  @Test
  void anEntryOfABundleIsNotExplained() {
    Answer answer =
        http()
            .post(
                "",
                """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "Patient?family=%s&_explain=true"}}]}
                """
                    .formatted(family));
    assertThat(answer.json().at("/entry/0/response/status").asText()).startsWith("400");
  }

  @Test
  void aStatementThatTakesTooLongIsStoppedAndItsPlanShown() {
    StatementExplainer impatient = new StatementExplainer(jdbc, Duration.ofMillis(50));
    impatient.begin();
    Integer one =
        new TransactionTemplate(transactions)
            .execute(
                status -> {
                  assertThat(impatient.explain("count", Sql.of("select 1"))).isTrue();
                  assertThat(impatient.explain("matches", Sql.of("select pg_sleep(10)")))
                      .as("to be run, again and to its end")
                      .isFalse();
                  return jdbc.queryForObject("select 1", Integer.class);
                });
    assertThat(one).isEqualTo(1);
    ExplainedStatement explained = impatient.end().get(1);
    assertThat(explained.stopped()).isTrue();
    assertThat(explained.plan().isRun()).isFalse();
    assertThat(explained.plan().top().type()).isEqualTo("Result");
  }

  @Test
  void whoIsNoAdministratorIsRefused() {
    ServletRequestDetails request = new ServletRequestDetails();
    request.setResourceName("Patient");
    request.setRequestType(RequestTypeEnum.GET);
    request.setParameters(Map.of("_explain", new String[] {"true"}));
    StatementExplainer explainer = new StatementExplainer(jdbc, Duration.ofSeconds(1));
    ExplainInterceptor interceptor = new ExplainInterceptor(explainer, caller -> false);
    assertThatThrownBy(() -> interceptor.begin(request))
        .isInstanceOf(ForbiddenOperationException.class);
  }
}
