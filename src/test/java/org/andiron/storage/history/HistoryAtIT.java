package org.andiron.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two resources of a type that nothing else stores, with versions moved into the past: version 1 of
 * A on 2001-03-10 at noon, 2 on 2001-03-20, 3 (a deletion) on 2002-06-01; version 1 of B on
 * 2001-12-31 at 23:30. All times are UTC.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryAtIT extends AndironIT {

  private static final String TYPE = "SubstanceReferenceInformation";

  private final String a = "a-" + UUID.randomUUID();
  private final String b = "b-" + UUID.randomUUID();

  @Autowired private EntityManager entityManager;
  @Autowired private PlatformTransactionManager transactionManager;

  @BeforeAll
  void storeVersions() {
    put(a, "one");
    put(a, "two");
    http().delete(TYPE + "/" + a);
    put(b, "one");
    moveTo(a, 1, "2001-03-10T12:00:00Z");
    moveTo(a, 2, "2001-03-20T12:00:00Z");
    moveTo(a, 3, "2002-06-01T12:00:00Z");
    moveTo(b, 1, "2001-12-31T23:30:00Z");
  }

  @AfterAll
  void leaveNothing() {
    http().delete(TYPE + "/" + b);
    for (String id : List.of(a, b)) {
      Answer answer =
          http()
              .post(
                  TYPE + "/" + id + "/$expunge",
                  """
                  {"resourceType":"Parameters","parameter":[
                    {"name":"expungeDeletedResources","valueBoolean":true},
                    {"name":"expungePreviousVersions","valueBoolean":true}]}""");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2000;",
        "2001; 2 1",
        "2001-02;",
        "2001-03; 2 1",
        "2001-03-09;",
        "2001-03-10; 1",
        "2001-03-15; 1",
        "2001-03-20; 2 1",
        "2001-03-21; 2",
        "2001-03-10T11:59:59.999Z;",
        "2001-03-10T12:00:00Z; 1",
        "2001-03-10T13:00:00.000%2B01:00; 1",
        "2001-03-20T11:59:59.999Z; 1",
        "2001-03-20T12:00:00.000Z; 2",
        "2001-03-20T12:00; 2",
        "2001-08; 2",
        "2002; 3 2",
        "2003; 3",
        "ge2002-06-02; 3",
        "lt2001-03-20; 1",
        "gt2001-03-20; 3 2",
        "ge2001-03-11&_at=lt2001-03-12; 1"
      })
  void anInstanceGivesTheVersionsCurrentInThePeriod(String at, String versions) {
    Answer answer = http().get(TYPE + "/" + a + "/_history?_at=" + at);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> expected =
        versions == null
            ? List.of()
            : Stream.of(versions.split(" ")).map(version -> a + version).toList();
    assertThat(ids(answer)).isEqualTo(expected);
    assertThat(answer.json().path("total").asInt()).isEqualTo(expected.size());
    assertThat(answer.json().path("type").asText()).isEqualTo("history");
  }

  @ParameterizedTest
  @ValueSource(strings = {TYPE + "/_history", "_history"})
  void aTypeAndTheSystemGiveTheVersionsOfEachResource(String path) {
    assertThat(at(path, "2001-02")).isEmpty();
    assertThat(at(path, "2001-03-15")).containsExactly(a + 1);
    assertThat(at(path, "2001-03")).containsExactly(a + 2, a + 1);
    assertThat(at(path, "2001-12-31")).containsExactly(b + 1, a + 2);
    assertThat(at(path, "2002-01-01")).containsExactly(b + 1, a + 2);
    assertThat(at(path, "2002")).containsExactly(a + 3, b + 1, a + 2);
    assertThat(at(path, "2003")).containsExactly(a + 3, b + 1);
  }

  @Test
  void pagesAreCompleteAndEachSaysTheWholeTotal() {
    List<String> all = new ArrayList<>();
    String next = TYPE + "/_history?_at=2002&_count=2";
    int pages = 0;
    while (next != null) {
      Answer page = http().get(next);
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      assertThat(page.json().path("total").asInt()).isEqualTo(3);
      all.addAll(ids(page));
      next = null;
      for (JsonNode link : page.json().path("link")) {
        if (link.path("relation").asText().equals("next")) {
          next = link.path("url").asText();
        }
      }
      pages++;
    }
    assertThat(pages).isEqualTo(2);
    assertThat(all).containsExactly(a + 3, b + 1, a + 2);
  }

  @Test
  void theDeletionIsAnEntryWithoutResource() {
    JsonNode entry = http().get(TYPE + "/" + a + "/_history?_at=2003").json().path("entry").path(0);

    assertThat(entry.path("request").path("method").asText()).isEqualTo("DELETE");
    assertThat(entry.has("resource")).isFalse();
  }

  @Test
  void xmlAndASummaryOfTheCountAreServed() {
    Answer xml =
        http().get(TYPE + "/" + a + "/_history?_at=2001-03", "Accept", "application/fhir+xml");
    assertThat(xml.status()).isEqualTo(200);
    assertThat(xml.body()).contains("<total value=\"2\"/>");

    Answer count = http().get(TYPE + "/_history?_at=2002&_summary=count");
    assertThat(count.json().path("total").asInt()).isEqualTo(3);
    assertThat(count.entries()).isZero();
  }

  @Test
  void anEntryOfABatchHasItsOwnPeriod() {
    Answer batch =
        http()
            .post(
                "",
                """
                {"resourceType":"Bundle","type":"batch","entry":[
                  {"request":{"method":"GET","url":"%1$s/_history?_at=2001-03-15"}},
                  {"request":{"method":"GET","url":"%1$s/_history?_at=2003"}}]}"""
                    .formatted(TYPE + "/" + a));

    assertThat(batch.json().at("/entry/0/resource/total").asInt()).as(batch.body()).isEqualTo(1);
    assertThat(batch.json().at("/entry/1/resource/entry/0/request/method").asText())
        .isEqualTo("DELETE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001-13",
        "nonsense",
        "ne2001",
        "ap2001",
        "2001&_at=2002",
        "ge2002&_at=lt2002",
        "2001,2002",
        "2001&_since=2001-01-01T00:00:00Z"
      })
  void whatIsNoPeriodIsRefused(String at) {
    Answer answer = http().get(TYPE + "/" + a + "/_history?_at=" + at);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  @Test
  void sinceIncludesWhatWasStoredAtThatVeryMoment() {
    for (String path : List.of(TYPE + "/" + a + "/_history", TYPE + "/_history", "_history")) {
      assertThat(allSince(path, "2001-03-20T12:00:00.000Z"))
          .as(path)
          .contains(a + 2)
          .doesNotContain(a + 1);
      assertThat(allSince(path, "2001-03-20T12:00:00.001Z")).as(path).doesNotContain(a + 2);
    }
  }

  private List<String> allSince(String path, String since) {
    return http().pages(path + "?_count=1000&_since=" + since).stream()
        .flatMap(page -> ids(page).stream())
        .toList();
  }

  private List<String> at(String path, String at) {
    Answer answer = http().get(path + "?_at=" + at);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> ids = ids(answer);
    assertThat(answer.json().path("total").asInt()).isEqualTo(ids.size());
    return ids;
  }

  /** Id and version of each entry. */
  private static List<String> ids(Answer history) {
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : history.json().path("entry")) {
      String id = entry.path("fullUrl").asText().replaceAll(".*/", "");
      ids.add(id + entry.path("response").path("etag").asText().replaceAll("\\D", ""));
    }
    return ids;
  }

  private void put(String id, String comment) {
    Answer answer =
        http()
            .put(
                TYPE + "/" + id,
                """
                {"resourceType":"%s","id":"%s","comment":"%s"}"""
                    .formatted(TYPE, id, comment));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private void moveTo(String id, long version, String time) {
    new TransactionTemplate(transactionManager)
        .executeWithoutResult(
            status ->
                entityManager
                    .createQuery(
                        "update "
                            + ResourceHistoryTable.class.getSimpleName()
                            + " v set v.myUpdated = :time where v.myResourceVersion = :version"
                            + " and v.myResourceId = (select r.myPid.myId from ResourceTable r"
                            + " where r.myFhirId = :id)")
                    .setParameter("time", Date.from(Instant.parse(time)))
                    .setParameter("version", version)
                    .setParameter("id", id)
                    .executeUpdate());
  }
}
