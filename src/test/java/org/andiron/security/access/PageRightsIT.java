package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.andiron.security.account.Account;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A further page shows what the first one would, to the same caller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageRightsIT extends AccessIT {

  private static final String SEARCH = "Observation?code=urn:pr%7Cx&_count=1&_sort=_id";

  private Account physician;
  private Account nurse;

  @BeforeAll
  void records() {
    physician = account("Practitioner/pr-doctor", "physician");
    nurse = account("Practitioner/pr-nurse", "nurse");
    for (String id : List.of("pr-own", "pr-other")) {
      store("{\"resourceType\": \"Patient\", \"id\": \"" + id + "\"}");
      for (int i = 0; i < 3; i++) {
        store(
            """
            {"resourceType": "Observation", "id": "%s-%d", "status": "final",
             "code": {"coding": [{"system": "urn:pr", "code": "x"}]},
             "subject": {"reference": "Patient/%s"}}\
            """
                .formatted(id, i, id));
      }
    }
    for (String status : List.of("amended", "corrected", "cancelled")) {
      store(
          """
          {"resourceType": "Observation", "id": "pr-own-0", "status": "%s",
           "code": {"coding": [{"system": "urn:pr", "code": "x"}]},
           "subject": {"reference": "Patient/pr-own"}}\
          """
              .formatted(status));
    }
  }

  @Test
  void pagesOfAWholeRightGoOn() {
    List<Answer> pages = as(physician, "user/Observation.rs").pages(SEARCH);
    assertThat(pages).hasSize(6).allSatisfy(it -> assertThat(it.entries()).isEqualTo(1));
  }

  @Test
  void whatMayOnlyBeReadComesAlongOnEachPage() {
    for (FhirHttp caller :
        List.of(
            as(physician, "user/Observation.rs user/Patient.r"),
            as(physician, "pr-own", "patient/Observation.rs patient/Patient.r"))) {
      List<Answer> pages = caller.pages(SEARCH + "&_include=Observation:subject");
      assertThat(pages)
          .hasSizeGreaterThan(2)
          .allSatisfy(
              it -> {
                assertThat(it.status()).as(it.body()).isEqualTo(200);
                assertThat(it.entries()).isEqualTo(2);
                assertThat(it.body()).contains("\"Patient\"");
              });
    }
  }

  @Test
  void whatMayNotBeReadComesAlongOnNone() {
    List<Answer> pages =
        as(physician, "pr-own", "patient/Observation.rs user/Practitioner.r").pages(SEARCH);
    assertThat(pages)
        .hasSize(3)
        .allSatisfy(
            it -> assertThat(it.body()).doesNotContain("\"Patient\"").doesNotContain("pr-other"));
  }

  @Test
  void aLinkIsForItsCaller() {
    FhirHttp caller = as(physician, "pr-own", "patient/Observation.rs patient/Patient.r");
    String next = caller.get(SEARCH + "&_include=Observation:subject").next().orElseThrow();
    assertThat(caller.get(next).status()).isEqualTo(200);
    for (FhirHttp other :
        List.of(
            as(physician, "pr-other", "patient/Observation.rs patient/Patient.r"),
            as(physician, "pr-own", "patient/Observation.rs"),
            as(physician, "user/Observation.r user/Patient.r"),
            as(physician, "user/Patient.rs"))) {
      assertThat(other.get(next).status()).isIn(403, 410);
    }
    String ofAll = as(physician, "user/Observation.rs").get(SEARCH).next().orElseThrow();
    assertThat(caller.get(ofAll).status()).isEqualTo(410);
  }

  /**
   * A colleague turns those of a search. To those of {@code $lastn} belongs all that exists for
   * their caller, so that they have expired for whoever has other Subscriptions.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "200 403 Observation?code=urn:pr%7Cx&_count=1 own-0,own-1,own-2,other-0,other-1,other-2",
        "200 403 Observation?patient=pr-own&_count=2 own-0,own-1,own-2",
        "410 410 Observation/$lastn?patient=pr-own&max=3&_count=1 own-0,own-1,own-2",
        "410 410 Observation/$lastn?patient=pr-own,pr-other&max=3&_count=2"
            + " own-0,own-1,own-2,other-0,other-1,other-2"
      })
  void aNurseTurnsAllPagesAndNobodyForWhomLessExists(
      int ofColleague, int ofResearcher, String first, String ids) {
    List<Answer> pages = as(nurse, "user/*.rs").pages(first);
    assertEachOnce(pages, ids);
    FhirHttp colleague = as(account("Practitioner/pr-colleague", "nurse"), "user/*.rs");
    FhirHttp researcher = as(account("", "researcher"), "user/*.rs");
    List<FhirHttp> others = appsOfOnePatient();
    for (int i = 0; i < pages.size() - 1; i++) {
      String next = pages.get(i).next().orElseThrow();
      Answer same = colleague.get(next);
      assertThat(same.status()).isEqualTo(ofColleague);
      if (ofColleague == 200) {
        assertThat(ids(same)).containsExactlyElementsOf(ids(pages.get(i + 1)).toList());
      }
      for (FhirHttp other : others) {
        Answer expired = other.get(next);
        assertThat(expired.status()).as(expired.body()).isEqualTo(410);
        assertThat(expired.body()).doesNotContain("pr-o");
      }
      assertThat(researcher.get(next).status()).isEqualTo(ofResearcher);
      assertThat(http().get(next).status()).isEqualTo(401);
    }
  }

  /** Two of the one patient, and two of the other. */
  private List<FhirHttp> appsOfOnePatient() {
    return List.of(
        as(nurse, "pr-own", "patient/*.rs"),
        as(account("Patient/pr-own", "patient"), "user/*.rs"),
        as(nurse, "pr-other", "patient/*.rs"),
        as(account("Patient/pr-other", "patient"), "user/*.rs"));
  }

  private static void assertEachOnce(List<Answer> pages, String ids) {
    assertThat(pages)
        .hasSizeGreaterThan(1)
        .allSatisfy(it -> assertThat(it.status()).as(it.body()).isEqualTo(200));
    assertThat(pages.stream().flatMap(PageRightsIT::ids))
        .containsExactlyInAnyOrder(
            Stream.of(ids.split(",")).map("pr-"::concat).toArray(String[]::new));
  }

  private static Stream<String> ids(Answer page) {
    return StreamSupport.stream(page.json().path("entry").spliterator(), false)
        .map(entry -> entry.at("/resource/id").asText());
  }

  /** These links say from which place on, and ask anew. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aPageOfEverythingIsWhatItsCallerMaySee(int count) {
    String first = "Patient/pr-own/$everything?_count=" + count;
    List<Answer> pages = as(nurse, "user/*.rs").pages(first);
    assertEachOnce(pages, "own,own-0,own-1,own-2");
    List<FhirHttp> others = appsOfOnePatient();
    FhirHttp reader = as(nurse, "pr-own", "patient/Observation.rs patient/Patient.r");
    FhirHttp researcher = as(account("", "researcher"), "user/*.rs");
    for (int i = 0; i < pages.size() - 1; i++) {
      String next = pages.get(i).next().orElseThrow();
      for (FhirHttp ofPatient : others.subList(0, 2)) {
        assertThat(ids(ofPatient.get(next)))
            .containsExactlyElementsOf(ids(pages.get(i + 1)).toList());
      }
      for (FhirHttp ofOther : others.subList(2, 4)) {
        Answer hidden = ofOther.get(next);
        assertThat(hidden.status()).as(hidden.body()).isEqualTo(404);
      }
      assertThat(ids(reader.get(next))).allMatch(it -> it.startsWith("pr-own"));
      assertThat(researcher.get(next).status()).isEqualTo(403);
      assertThat(http().get(next).status()).isEqualTo(401);
    }
  }

  /** The Patient need not be the caller's to see: its id is known to whoever asks for it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "Observation?patient=pr-own&_count=1 own-0,own-1,own-2",
        "Observation/$lastn?patient=pr-own&max=3&_count=1 own-0,own-1,own-2"
      })
  void observationsOfAPatientNeedNoRightToThePatient(String first, String ids) {
    for (FhirHttp caller :
        List.of(as(nurse, "user/Observation.rs"), as(nurse, "pr-own", "patient/Observation.rs"))) {
      assertEachOnce(caller.pages(first), ids);
    }
  }

  @Test
  void theHistoryOfOneResourceHasPagesForWhoMayReadIt() {
    FhirHttp reader = as(physician, "pr-own", "patient/Observation.r");
    List<Answer> pages = reader.pages("Observation/pr-own-0/_history?_count=2");
    assertThat(pages)
        .hasSize(2)
        .allSatisfy(
            it -> {
              assertThat(it.status()).as(it.body()).isEqualTo(200);
              assertThat(it.entries()).isEqualTo(2);
            });
    String next = pages.get(0).next().orElseThrow();
    Answer stranger = as(physician, "pr-other", "patient/Observation.r").get(next);
    assertThat(stranger.status()).as(stranger.body()).isIn(403, 404, 410);
  }
}
