package org.andiron.storage.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.storage.search.IndexIncludes;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class SearchPageIT extends AndironIT {

  private static final int OBSERVATIONS = 7;

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final List<String> observations = new ArrayList<>();
  private String patient = "";

  @Autowired private DataSource dataSource;
  @Autowired private IInterceptorBroadcaster interceptors;
  @Autowired private IndexIncludes includes;
  @Autowired private HapiTransactionService transactions;
  @Autowired private SearchBuilderFactory<JpaPid> builders;

  @BeforeEach
  void storeAPatientWithObservations() {
    patient =
        http()
            .post(
                "Patient",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"F" + key + "\"}]}")
            .id();
    for (int i = 0; i < OBSERVATIONS; i++) {
      observations.add(http().post("Observation", observation()).id());
    }
  }

  @AfterEach
  void removeThem() {
    observations.forEach(it -> http().delete("Observation/" + it));
    http().delete("Patient/" + patient);
  }

  /** The pages of a search, followed by their next links. */
  private record Pages(int number, List<String> matches, int includes, JsonNode first) {}

  private Pages follow(String path) {
    List<String> matches = new ArrayList<>();
    int includes = 0;
    List<Answer> pages = http().pages(path);
    for (Answer page : pages) {
      assertThat(page.status()).isEqualTo(200);
      for (JsonNode entry : page.json().path("entry")) {
        if (entry.at("/search/mode").asText().equals("match")) {
          matches.add(entry.at("/resource/id").asText());
        } else {
          includes++;
        }
      }
    }
    return new Pages(pages.size(), matches, includes, pages.get(0).json());
  }

  private long storedSearches() {
    Long count =
        new JdbcTemplate(dataSource)
            .queryForObject("select count(*) from andiron.search_page", Long.class);
    return count == null ? 0 : count;
  }

  @Nested
  class FirstPages {

    @Test
    void thatHoldAllMatchesLeaveNoSearchBehind() {
      long before = storedSearches();

      Pages pages = follow("Observation?code=a" + key + "&_include=Observation:subject");

      assertThat(pages.matches()).containsExactlyInAnyOrderElementsOf(observations);
      assertThat(pages.includes()).isEqualTo(1);
      assertThat(pages.first().path("total").asInt()).isEqualTo(OBSERVATIONS);
      assertThat(storedSearches()).isEqualTo(before);
    }

    @Test
    void showTheStateOfThisMoment() {
      String search = "Observation?code=a" + key + "&_summary=count";
      assertThat(http().get(search).json().path("total").asInt()).isEqualTo(OBSERVATIONS);

      observations.add(http().post("Observation", observation()).id());

      assertThat(http().get(search).json().path("total").asInt()).isEqualTo(OBSERVATIONS + 1);
      assertThat(follow("Observation?code=a" + key).matches()).hasSize(OBSERVATIONS + 1);
    }

    @Test
    void areNotCutForWhatTheyInclude() {
      for (String cacheControl : new String[] {"no-cache", "no-store"}) {
        Answer answer =
            http()
                .get(
                    "Patient?_id=" + patient + "&_revinclude=Observation:subject&_count=2",
                    "Cache-Control",
                    cacheControl);

        assertThat(answer.entries()).isEqualTo(1 + OBSERVATIONS);
        assertThat(answer.json().path("total").asInt()).isEqualTo(1);
      }
    }
  }

  @Test
  void aPageThatWouldIncludeTooManyIsRefused() {
    PageAssembler strict = new PageAssembler(interceptors, includes, OBSERVATIONS - 1);
    PageAssembler exact = new PageAssembler(interceptors, includes, OBSERVATIONS);

    assertThat(pageOfThePatient(exact).includes()).hasSize(OBSERVATIONS);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> pageOfThePatient(strict))
        .withMessageContainingAll("_include", "_revinclude", "_count");
  }

  private PageAssembler.Content pageOfThePatient(PageAssembler assembler) {
    SystemRequestDetails request = new SystemRequestDetails();
    SearchParameterMap ofPatientsWithObservations = new SearchParameterMap();
    ofPatientsWithObservations.addRevInclude(new Include("Observation:subject"));
    return transactions
        .withRequest(request)
        .readOnly()
        .execute(
            () -> {
              long number =
                  new JdbcTemplate(dataSource)
                      .queryForObject(
                          "select res_id from hfj_resource where fhir_id = ?", Long.class, patient);
              return assembler.load(
                  List.of(JpaPid.fromId(number)),
                  includes.of(ofPatientsWithObservations),
                  builders.newSearchBuilder("Patient", Patient.class),
                  request);
            });
  }

  @Nested
  class Paging {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "&_total=accurate",
          "&_sort=-_lastUpdated",
          "&_sort=_id",
          "&_include=Observation:subject"
        })
    void showsEachMatchOnce(String more) {
      for (int count = 1; count <= OBSERVATIONS + 1; count++) {
        Pages pages = follow("Observation?code=a" + key + more + "&_count=" + count);

        assertThat(pages.matches()).containsExactlyInAnyOrderElementsOf(observations);
        assertThat(pages.number()).isEqualTo((OBSERVATIONS + count - 1) / count);
      }
    }

    @Test
    void isNotDeceivedByMatchesThatSeveralRowsRepeat() {
      String anyOfThree = "Observation?code=a%1$s,b%1$s,c%1$s&_count=".formatted(key);

      for (int count : new int[] {3, OBSERVATIONS - 1, OBSERVATIONS}) {
        Pages pages = follow(anyOfThree + count);
        assertThat(pages.matches()).hasSize(OBSERVATIONS);
        assertThat(new HashSet<>(pages.matches())).hasSize(OBSERVATIONS);
      }
    }

    @Test
    void givesTheTotalOnTheFirstPageWhenAskedFor() {
      assertThat(
              follow("Observation?code=a" + key + "&_count=2&_total=accurate")
                  .first()
                  .path("total")
                  .asInt())
          .isEqualTo(OBSERVATIONS);
    }

    @Test
    void worksForEverything() {
      for (String count : new String[] {"", "?_count=3"}) {
        assertThat(follow("Patient/" + patient + "/$everything" + count).matches())
            .hasSize(1 + OBSERVATIONS)
            .contains(patient);
      }
    }
  }

  @Nested
  class Compartments {

    @Test
    void searchOneTypeWithFurtherConditions() {
      String path = "Patient/" + patient + "/Observation";

      assertThat(follow(path).matches()).containsExactlyInAnyOrderElementsOf(observations);
      assertThat(follow(path + "?code=a" + key + "&_count=3&_total=accurate").matches())
          .containsExactlyInAnyOrderElementsOf(observations);
      assertThat(follow(path + "?code=unknown").matches()).isEmpty();
      assertThat(http().get(path + "?_summary=count").json().path("total").asInt())
          .isEqualTo(OBSERVATIONS);
    }

    @Test
    void keepTheirPathInTheSelfLink() {
      assertThat(
              http().get("Patient/" + patient + "/Observation").json().at("/link/0/url").asText())
          .isEqualTo(baseUrl() + "/Patient/" + patient + "/Observation");
    }

    @Test
    void canBePosted() {
      Answer answer =
          http()
              .post(
                  "Patient/" + patient + "/Observation/_search",
                  "code=a" + key,
                  "Content-Type",
                  "application/x-www-form-urlencoded");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.entries()).isEqualTo(OBSERVATIONS);
    }

    @Test
    void canBeEntriesOfABatch() {
      Answer answer =
          http()
              .post(
                  "",
                  """
                  {"resourceType":"Bundle","type":"batch","entry":[
                   {"request":{"method":"GET","url":"Patient/%1$s/Observation?code=a%2$s"}},
                   {"request":{"method":"GET","url":"Patient/%1$s/Organization"}}]}
                  """
                      .formatted(patient, key));

      assertThat(answer.json().at("/entry/0/resource/total").asInt()).isEqualTo(OBSERVATIONS);
      assertThat(answer.json().at("/entry/1/response/status").asText()).startsWith("400");
    }

    @Test
    void ofAllTypesHoldTheirMembers() {
      String path = "Patient/" + patient + "/*";

      assertThat(follow(path).matches()).containsExactlyInAnyOrderElementsOf(observations);
      assertThat(follow(path + "?_count=3").matches())
          .containsExactlyInAnyOrderElementsOf(observations);
      assertThat(http().get(path + "?_summary=count").json().path("total").asInt())
          .isEqualTo(OBSERVATIONS);
      assertThat(follow(path + "?_type=Encounter").matches()).isEmpty();
    }

    @Test
    void ofUnknownPatientsAreEmpty() {
      assertThat(http().get("Patient/nobody/Observation").json().path("total").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Patient/1/Organization", "Patient/1/*?code=x"})
    void thatDoNotExistAreRefused(String path) {
      Answer answer = http().get(path);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @Test
    void ofUnknownTypesAreNotFound() {
      assertThat(http().get("Patient/1/Foo").status()).isEqualTo(404);
    }
  }

  @Nested
  class TheWholeSystem {

    @Test
    void isSearchedByTypes() {
      Answer answer = http().get("?_type=Patient,Observation&_id=" + patient);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("total").asInt()).isEqualTo(1);
      assertThat(answer.json().at("/entry/0/resource/resourceType").asText()).isEqualTo("Patient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?_type=Foo", "?_type=Patient,Observation&family=x"})
    void refusesWhatNotEveryTypeHas(String path) {
      assertThat(http().get(path).status()).isEqualTo(400);
    }
  }

  private String observation() {
    return """
        {"resourceType":"Observation","status":"final",
         "code":{"coding":[{"system":"urn:test","code":"a%1$s"},
                           {"system":"urn:test","code":"b%1$s"},
                           {"system":"urn:test","code":"c%1$s"}]},
         "subject":{"reference":"Patient/%2$s"},"performer":[{"reference":"Patient/%2$s"}]}
        """
        .formatted(key, patient);
  }
}
