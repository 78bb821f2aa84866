package org.andiron.storage.lastn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastNIT extends AndironIT {

  private static final String LASTN = "Observation/$lastn";
  private static final String WEIGHT = "{\"system\":\"http://loinc.org\",\"code\":\"29463-7\"}";
  private static final String PULSE = "{\"system\":\"http://loinc.org\",\"code\":\"8867-4\"}";

  private final List<String> stored = new ArrayList<>();
  private String patient = "";

  @BeforeEach
  void storeAPatient() {
    patient = store("Patient", "{\"resourceType\":\"Patient\",\"gender\":\"female\"}");
  }

  @AfterEach
  void removeAll() {
    for (int i = stored.size() - 1; i >= 0; i--) {
      http().delete(stored.get(i));
    }
  }

  private String store(String type, String body) {
    Answer answer = http().post(type, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    stored.add(type + '/' + answer.id());
    return answer.id();
  }

  private String observe(String coding, String date) {
    return observe(patient, coding, "\"effectiveDateTime\":\"" + date + "\",\"status\":\"final\"");
  }

  private String observe(String subject, String coding, String more) {
    return store(
        "Observation",
        """
        {"resourceType":"Observation",%s,"subject":{"reference":"Patient/%s"},
         "category":[{"coding":[{"code":"vital-signs"}]}],"code":{"coding":[%s]}}
        """
            .formatted(more, subject, coding));
  }

  private static List<String> ids(JsonNode bundle) {
    return StreamSupport.stream(bundle.path("entry").spliterator(), false)
        .filter(it -> it.at("/search/mode").asText().equals("match"))
        .map(it -> it.at("/resource/id").asText())
        .toList();
  }

  @Nested
  class Answers {

    @Test
    void theNewestOfEachCode() {
      observe(WEIGHT, "2024-01-01");
      String weight = observe(WEIGHT, "2024-02-01");
      String pulse = observe(PULSE, "2024-01-15");
      Answer answer = http().get(LASTN + "?patient=" + patient);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("type").asText()).isEqualTo("searchset");
      assertThat(answer.json().path("total").asInt()).isEqualTo(2);
      assertThat(ids(answer.json())).containsExactly(weight, pulse);
      assertThat(answer.json().at("/link/0/relation").asText()).isEqualTo("self");
      assertThat(answer.json().at("/link/0/url").asText())
          .endsWith("/Observation/$lastn?patient=" + patient);
    }

    @Test
    void severalOfEachCode() {
      String older = observe(WEIGHT, "2024-01-01");
      String newer = observe(WEIGHT, "2024-02-01");
      observe(WEIGHT, "2023-12-01");
      assertThat(ids(http().get(LASTN + "?max=2&subject=Patient/" + patient).json()))
          .containsExactly(newer, older);
    }

    @Test
    void thoseThatAreWrongUnlessTheStatusLeavesThemOut() {
      String right = observe(WEIGHT, "2024-01-01");
      String wrong =
          observe(
              patient,
              WEIGHT,
              "\"effectiveDateTime\":\"2024-02-01\",\"status\":\"entered-in-error\"");
      assertThat(ids(http().get(LASTN + "?patient=" + patient).json())).containsExactly(wrong);
      assertThat(
              ids(
                  http()
                      .get(LASTN + "?patient=" + patient + "&status:not=entered-in-error")
                      .json()))
          .containsExactly(right);
    }

    @Test
    void conditionsOfAnyParameter() {
      String older = observe(WEIGHT, "2024-01-01");
      observe(WEIGHT, "2024-02-01");
      observe(PULSE, "2024-01-01");
      assertThat(
              ids(
                  http()
                      .get(
                          LASTN
                              + "?patient="
                              + patient
                              + "&code=http://loinc.org%7C29463-7&date=lt2024-02&category="
                              + "vital-signs&patient.gender=female")
                      .json()))
          .containsExactly(older);
    }

    @Test
    void onesOfSeveralPatientsWithTheirPatients() {
      String other = store("Patient", "{\"resourceType\":\"Patient\"}");
      String mine = observe(WEIGHT, "2024-01-01");
      String theirs =
          observe(other, WEIGHT, "\"effectiveDateTime\":\"2020-01-01\",\"status\":\"final\"");
      Answer answer =
          http().get(LASTN + "?patient=" + patient + ',' + other + "&_include=Observation:patient");
      assertThat(ids(answer.json())).containsExactlyInAnyOrder(mine, theirs);
      assertThat(answer.entries()).isEqualTo(4);
      assertThat(answer.json().path("total").asInt()).isEqualTo(2);
    }

    @Test
    void pagesThatTogetherAreAll() {
      List<String> all = new ArrayList<>();
      for (int i = 9; i > 0; i--) {
        all.add(observe("{\"code\":\"c" + i + "\"}", "2024-01-0" + i));
      }
      List<Answer> pages = http().pages(LASTN + "?patient=" + patient + "&_count=4");
      assertThat(pages).hasSize(3);
      assertThat(pages.get(0).json().path("total").asInt()).isEqualTo(9);
      assertThat(pages.stream().flatMap(it -> ids(it.json()).stream()))
          .containsExactlyElementsOf(all);
    }

    @Test
    void theNumberOfThemOnly() {
      observe(WEIGHT, "2024-01-01");
      observe(PULSE, "2024-01-01");
      Answer answer = http().get(LASTN + "?patient=" + patient + "&_summary=count");
      assertThat(answer.json().path("total").asInt()).isEqualTo(2);
      assertThat(answer.entries()).isZero();
    }

    @Test
    void nothingForAPatientWithout() {
      Answer answer = http().get(LASTN + "?patient=" + patient);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("total").asInt(-1)).isZero();
    }
  }

  @Nested
  class IsAskedBy {

    @Test
    void parametersInABody() {
      observe(PULSE, "2024-03-01");
      String weight = observe(WEIGHT, "2024-01-02");
      observe(WEIGHT, "2024-01-01");
      Answer answer =
          http()
              .post(
                  LASTN,
                  """
                  {"resourceType":"Parameters","parameter":[
                    {"name":"max","valuePositiveInt":1},
                    {"name":"patient","valueReference":{"reference":"Patient/%s"}},
                    {"name":"date","valuePeriod":{"start":"2024-01-01","end":"2024-01-31"}},
                    {"name":"code","valueCodeableConcept":{"coding":[%s,%s]}}]}
                  """
                      .formatted(patient, WEIGHT, PULSE));
      assertThat(ids(answer.json())).containsExactly(weight);
    }

    @Test
    void anEntryOfABatch() {
      String weight = observe(WEIGHT, "2024-01-02");
      Answer answer =
          http()
              .post(
                  "",
                  """
                  {"resourceType":"Bundle","type":"batch","entry":[
                    {"request":{"method":"GET","url":"Observation/$lastn?patient=%s"}}]}
                  """
                      .formatted(patient));
      assertThat(ids(answer.json().at("/entry/0/resource"))).containsExactly(weight);
    }

    @ParameterizedTest
    @CsvSource({
      "'', patient",
      "?max=2, patient",
      "?patient:missing=false, patient",
      "?patient=1&max=0, max",
      "?patient=1&max=x, max",
      "?patient=1&max=1&max=2, max",
      "?patient=1&_sort=date, _sort",
      "?patient=1&kode=1, kode",
      "?patient=1&date=x, date",
    })
    void nothingWrong(String query, String named) {
      Answer answer = http().get(LASTN + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.diagnostics()).contains("'" + named + "'");
    }

    @Test
    void noOtherBody() {
      Answer answer = http().post(LASTN, "{\"resourceType\":\"Patient\"}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.diagnostics()).contains("Parameters");
    }

    @Test
    void whatTheCapabilityStatementSays() {
      JsonNode operations =
          StreamSupport.stream(
                  http().get("metadata").json().at("/rest/0/resource").spliterator(), false)
              .filter(it -> it.path("type").asText().equals("Observation"))
              .findFirst()
              .orElseThrow()
              .path("operation");
      assertThat(operations)
          .anySatisfy(
              it -> {
                assertThat(it.path("name").asText()).isEqualTo("lastn");
                assertThat(it.path("definition").asText())
                    .isEqualTo("http://hl7.org/fhir/OperationDefinition/Observation-lastn");
              });
    }
  }
}
