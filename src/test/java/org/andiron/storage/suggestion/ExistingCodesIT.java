package org.andiron.storage.suggestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.andiron.storage.index.IndexNumbering;
import org.andiron.storage.index.IndexState;
import org.andiron.storage.index.PendingIndex;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ExistingCodesIT extends AndironIT {

  private static final String EXISTING = "ValueSet/$expand?contextDirection=existing&";

  private final String key = UUID.randomUUID().toString().replaceAll("[^a-f]", "") + "q";
  private final String system = "urn:existing:" + key;
  private final List<String> stored = new ArrayList<>();

  @Autowired private DataSource database;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private IndexNumbering numbering;
  @Autowired private PendingIndex pending;
  @Autowired private IndexState state;
  @Autowired private UsedCodesSweep sweep;

  @AfterEach
  void removeAll() {
    stored.forEach(it -> http().delete(it));
  }

  private String observe(String concept) {
    return store(
        "Observation",
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":" + concept + '}');
  }

  private String store(String type, String body) {
    Answer answer = http().post(type, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    stored.add(type + '/' + answer.id());
    return answer.id();
  }

  private String concept(String code, String display) {
    return "{\"coding\":[" + coding(code, display) + "]}";
  }

  private String coding(String code, String display) {
    return "{\"system\":\"%s\",\"code\":\"%s\",\"display\":\"%s\"}"
        .formatted(system, key + code, display);
  }

  /** Code, without what makes it unique, and display of each of our codes. */
  private List<String> suggested(String context, String filter) {
    Answer answer =
        http()
            .get(
                EXISTING
                    + "context="
                    + context
                    + "&count=1000&filter="
                    + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return suggested(answer.json());
  }

  private List<String> suggested(JsonNode valueSet) {
    return StreamSupport.stream(valueSet.at("/expansion/contains").spliterator(), false)
        .filter(it -> it.path("system").asText().equals(system))
        .map(it -> it.path("code").asText().replace(key, "") + '=' + it.path("display").asText())
        .toList();
  }

  @Nested
  class Suggests {

    @Test
    void thoseThatMostResourcesUseFirst() {
      observe(concept("1", "once"));
      observe(concept("2", "twice"));
      observe(concept("2", "twice"));
      observe(concept("3", "thrice"));
      observe(concept("3", "thrice"));
      observe(concept("3", "thrice"));
      assertThat(suggested("Observation.code", key))
          .containsExactly("3=thrice", "2=twice", "1=once");
      JsonNode second =
          http().get(EXISTING + "context=Observation.code&count=1&offset=1&filter=" + key).json();
      assertThat(suggested(second)).containsExactly("2=twice");
      assertThat(second.at("/expansion/timestamp").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"blood", "BLOO", "press blo", "systolic-blood", "größe", "GROSSE", "ele", "éle"})
    void byTheBeginningsOfWords(String filter) {
      observe(concept("1", "Systolicblood: blood pressure (" + key + "), Größe, élévation"));
      assertThat(suggested("Observation.code", key + ' ' + filter)).hasSize(1);
      assertThat(suggested("Observation.code:text", filter + ' ' + key)).hasSize(1);
    }

    @Test
    void notByTheMiddlesOfWords() {
      observe(concept("1", key + " pressure"));
      assertThat(suggested("Observation.code", key + " ressure")).isEmpty();
      assertThat(suggested("Observation.code", key + " %")).hasSize(1);
      assertThat(suggested("Observation.code", key + " _ressure")).isEmpty();
    }

    @Test
    void byPartsInScriptsWithoutGaps() {
      observe(concept("1", "左肺上叶结节" + key));
      assertThat(suggested("Observation.code", "结节" + key)).hasSize(1);
      assertThat(suggested("Observation.code", "上叶 结节")).hasSize(1);
      assertThat(suggested("Observation.code", "结上")).isEmpty();
    }

    @Test
    void byTheTextOfTheConceptAndShowsTheDisplay() {
      observe("{\"coding\":[" + coding("1", "Long name") + "],\"text\":\"Short" + key + "\"}");
      assertThat(suggested("Observation.code", "short" + key)).containsExactly("1=Long name");
    }

    @Test
    void theNameThatIsUsedMost() {
      observe(concept("1", "A slip"));
      observe(concept("1", "Usual"));
      observe(concept("1", "Usual"));
      assertThat(suggested("Observation.code", key)).containsExactly("1=Usual");
    }

    @Test
    void codesByTheirBeginningUnlessTextIsAskedFor() {
      observe(concept("1", "name"));
      assertThat(suggested("Observation.code", key.toUpperCase(Locale.ROOT))).hasSize(1);
      assertThat(suggested("Observation.code:text", key)).isEmpty();
    }

    @Test
    void codesOfAllTypesWithTheParameter() {
      observe(concept("1", "of both"));
      store(
          "Condition",
          "{\"resourceType\":\"Condition\",\"subject\":{\"display\":\"x\"},\"code\":"
              + concept("1", "of both")
              + '}');
      store(
          "Condition",
          "{\"resourceType\":\"Condition\",\"subject\":{\"display\":\"x\"},\"code\":"
              + concept("2", "of one")
              + '}');
      assertThat(suggested("code", key)).containsExactly("1=of both", "2=of one");
      assertThat(suggested("Condition.code", key)).hasSize(2);
      assertThat(suggested("Observation.code", key)).hasSize(1);
      assertThat(suggested("Observation.combo-code", key)).hasSize(1);
      assertThat(suggested("Observation.category", key)).isEmpty();
    }

    @Test
    void codesThatTheSpecificationNames() {
      store("Patient", "{\"resourceType\":\"Patient\",\"gender\":\"other\"}");
      JsonNode codes = http().get(EXISTING + "context=Patient.gender&filter=oth").json();
      assertThat(codes.at("/expansion/contains/0/code").asText()).isEqualTo("other");
      assertThat(codes.at("/expansion/contains/0/display").asText()).isEqualTo("Other");
    }

    @Test
    void nothingThatNoResourceUsesAnyMore() {
      String id = observe(concept("1", "first"));
      assertThat(suggested("Observation.code", key)).containsExactly("1=first");
      http()
          .put(
              "Observation/" + id,
              "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"code\":%s}"
                  .formatted(id, concept("2", "second")));
      assertThat(suggested("Observation.code", key)).containsExactly("2=second");
      http().delete("Observation/" + id);
      assertThat(suggested("Observation.code", key)).isEmpty();
    }

    @Test
    void nothingThatOnlyResourcesHaveWhichTheCallerMayNotSee() {
      String hidden = observe(concept("1", "Hidden name"));
      observe(concept("1", "Visible name"));
      String alone = observe(concept("2", "Alone"));
      assertThat(suggested("Observation.code", key)).hasSize(2);
      CodesInUse codes = new CodesInUse(new JdbcTemplate(database), numbering, pending, state);
      new TransactionTemplate(transactions)
          .executeWithoutResult(
              transaction -> {
                transaction.setRollbackOnly();
                JdbcTemplate jdbc = new JdbcTemplate(database);
                jdbc.execute("alter table hfj_resource enable row level security");
                jdbc.execute("alter table hfj_resource force row level security");
                jdbc.execute(
                    "create policy hiding on hfj_resource using (fhir_id not in ('%s', '%s'))"
                        .formatted(hidden, alone));
                assertThat(codes.find(wanted(key)))
                    .containsExactly(new Suggestion(system, key + "1", "Visible name"));
                assertThat(codes.find(wanted("hidden " + key))).isEmpty();
                assertThat(codes.find(wanted("hidden name")))
                    .noneMatch(it -> system.equals(it.system()));
              });
    }

    private SuggestionRequest wanted(String filter) {
      return new SuggestionRequest(List.of("Observation"), "code", false, filter, 0, 30);
    }

    @Test
    void andForgetsNamesThatNothingHasAnyMore() {
      String id = observe(concept("1", "first"));
      observe(concept("1", "second"));
      String alone = observe(concept("2", "third"));
      assertThat(names("Observation.code")).containsExactly("first", "second", "third");
      http().delete("Observation/" + id);
      http().delete("Observation/" + alone);
      sweep.sweep();
      assertThat(names("Observation.code")).containsExactly("second");
      assertThat(suggested("Observation.code", key)).containsExactly("1=second");
    }

    @Test
    void andHasThemAgainWithTheirNextUse() {
      http().delete("Observation/" + observe(concept("1", "first")));
      sweep.sweep();
      assertThat(suggested("Observation.code", key)).isEmpty();
      observe(concept("1", "first"));
      assertThat(suggested("Observation.code", key)).containsExactly("1=first");
    }

    private List<String> names(String context) {
      return new JdbcTemplate(database)
          .queryForList(
              """
              select distinct u.name from andiron.used_code u
              join andiron.search_parameter p on p.id = u.param
              where u.code like ? and p.resource_type || '.' || p.code = ? order by u.name
              """,
              String.class,
              key + '%',
              context);
    }
  }

  @Nested
  class IsAskedBy {

    @Test
    void parametersInABody() {
      observe(concept("1", "name"));
      for (String type : List.of("valueUri", "valueString")) {
        Answer answer =
            http()
                .post(
                    "ValueSet/$expand",
                    """
                    {"resourceType":"Parameters","parameter":[
                      {"name":"contextDirection","valueCode":"existing"},
                      {"name":"context","%s":"Observation.code"},
                      {"name":"filter","valueString":"%s"}]}
                    """
                        .formatted(type, key));
        assertThat(suggested(answer.json())).as(type).containsExactly("1=name");
      }
    }

    @Test
    void anEntryOfABatch() {
      observe(concept("1", "name"));
      Answer answer =
          http()
              .post(
                  "",
                  """
                  {"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET",
                    "url":"ValueSet/$expand?contextDirection=existing&context=Observation.code&filter=%s"}}]}
                  """
                      .formatted(key));
      assertThat(suggested(answer.json().at("/entry/0/resource"))).containsExactly("1=name");
    }

    @ParameterizedTest
    @CsvSource({
      "contextDirection=existing, 'context'",
      "contextDirection=exsiting&context=Observation.code, 'contextDirection'",
      "contextDirection=existing&context=Observation.kode, combo-code",
      "contextDirection=existing&context=Observation.subject, combo-code",
      "contextDirection=existing&context=Observatoin.code, type of resource",
      "contextDirection=existing&context=Observation.code:not, :text",
      "contextDirection=existing&context=Observation.code:, :text",
      "contextDirection=existing&context=nonsense, token",
      "contextDirection=existing&context=Observation.code&count=0, 'count'",
      "contextDirection=existing&context=Observation.code&count=1001, 'count'",
      "contextDirection=existing&context=Observation.code&offset=-1, 'offset'",
      "contextDirection=existing&context=Observation.code&offset=1001, 'offset'",
      "contextDirection=existing&context=Observation.code&url=http://example.org/v, 'url'",
    })
    void nothingWrong(String query, String named) {
      Answer answer = http().get("ValueSet/$expand?" + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.diagnostics()).contains(named);
    }

    @Test
    void othersThatWantAValueSet() {
      Answer answer =
          http().get("ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().at("/expansion/contains")).hasSize(4);
    }
  }
}
