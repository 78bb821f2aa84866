package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.andiron.security.account.Account;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A further page shows what the first one would, to the same caller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageRightsIT extends AccessIT {

  private static final String SEARCH = "Observation?code=urn:pr%7Cx&_count=1&_sort=_id";

  private Account physician;

  @BeforeAll
  void records() {
    physician = account("Practitioner/pr-doctor", "physician");
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
