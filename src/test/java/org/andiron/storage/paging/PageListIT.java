package org.andiron.storage.paging;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.server.IPagingProvider;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class PageListIT extends AndironIT {

  private static final Pattern OFFSET = Pattern.compile("_getpagesoffset=\\d+");
  private static final Pattern TOKEN = Pattern.compile("_getpages=([0-9a-f-]{36})");

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final List<String> stored = new ArrayList<>();
  private String patient = "";

  @Autowired private DataSource dataSource;
  @Autowired private ExpiredPageLists expired;
  @Autowired private IPagingProvider paging;
  @Autowired private IInterceptorService interceptors;

  @BeforeEach
  void storeAPatient() {
    patient = http().post("Patient", "{\"resourceType\":\"Patient\"}").id();
  }

  @AfterEach
  void removeAll() {
    transaction(
        stored.stream()
            .map(
                it ->
                    "{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/%s\"}}"
                        .formatted(it))
            .toList());
    http().delete("Patient/" + patient);
  }

  private List<String> storeObservations(int number) {
    Answer answer =
        transaction(
            IntStream.range(0, number)
                .mapToObj(
                    it ->
                        "{\"resource\":%s,\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}"
                            .formatted(observation("", it)))
                .toList());
    assertThat(answer.status()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    answer
        .json()
        .path("entry")
        .forEach(it -> ids.add(it.at("/response/location").asText().split("/")[1]));
    stored.addAll(ids);
    return ids;
  }

  private Answer transaction(List<String> entries) {
    return http()
        .post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + String.join(",", entries)
                + "]}");
  }

  /** An observation of a day, counted from the beginning of 2020. */
  private String observation(String id, int day) {
    return """
        {"resourceType":"Observation",%s"status":"final",
         "code":{"text":"tumour %s","coding":[{"system":"urn:test","code":"%s"}]},
         "subject":{"reference":"Patient/%s"},"effectiveDateTime":"%s"}
        """
        .formatted(
            id.isEmpty() ? "" : "\"id\":\"" + id + "\",",
            key,
            key,
            patient,
            java.time.LocalDate.of(2020, 1, 1).plusDays(day));
  }

  private void move(String id, int day) {
    assertThat(http().put("Observation/" + id, observation(id, day)).status()).isEqualTo(200);
  }

  private String search(String more) {
    return "Observation?code=" + key + more;
  }

  private static List<String> ids(Answer page) {
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : page.json().path("entry")) {
      if (entry.at("/search/mode").asText().equals("match")) {
        ids.add(entry.at("/resource/id").asText());
      }
    }
    return ids;
  }

  private static Optional<String> link(Answer page, String relation) {
    for (JsonNode link : page.json().path("link")) {
      if (link.path("relation").asText().equals(relation)) {
        return Optional.of(link.path("url").asText());
      }
    }
    return Optional.empty();
  }

  private static Integer total(Answer page) {
    JsonNode total = page.json().path("total");
    return total.isMissingNode() ? null : total.asInt();
  }

  /** The matches of a page and of those that follow. */
  private List<String> rest(Answer from) {
    List<String> all = new ArrayList<>(ids(from));
    for (Optional<String> next = from.next(); next.isPresent(); ) {
      Answer page = http().get(next.get());
      all.addAll(ids(page));
      next = page.next();
    }
    return all;
  }

  private JdbcTemplate jdbc() {
    return new JdbcTemplate(dataSource);
  }

  private static UUID token(Answer page) {
    Matcher token = TOKEN.matcher(page.next().orElseThrow());
    assertThat(token.find()).isTrue();
    return UUID.fromString(token.group(1));
  }

  @Nested
  class WhileOthersWrite {

    @ParameterizedTest
    @ValueSource(strings = {"", "&_sort=date", "&_sort=-date", "&_sort=-_lastUpdated"})
    void eachMatchOfTheFirstMomentComesOnce(String order) {
      List<String> all = storeObservations(20);
      Answer first = http().get(search(order + "&_count=4"));
      List<String> unseen = new ArrayList<>(all);
      unseen.removeAll(ids(first));
      String seenBefore = ids(first).get(1);
      String deleted = unseen.get(5);

      storeObservations(3);
      move(seenBefore, 500);
      move(unseen.get(0), -500);
      move(unseen.get(14), 600);
      http().delete("Observation/" + ids(first).get(0));
      http().delete("Observation/" + deleted);

      List<String> seen = rest(first);
      assertThat(seen).doesNotHaveDuplicates();
      assertThat(seen).hasSize(19);
      assertThat(all).containsAll(seen);
      assertThat(seen).doesNotContain(deleted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&_sort=-date"})
    void thatHoldsForMoreThanOneQueryReads(String order) {
      List<String> all = storeObservations(PagedSearches.MATCHES_AT_FIRST + 150);
      Answer first = http().get(search(order + "&_count=100"));
      assertThat(link(first, "last")).isEmpty();
      List<String> shown = ids(first);
      List<String> unseen = new ArrayList<>(all);
      unseen.removeAll(shown);

      move(shown.get(3), order.isEmpty() ? 3000 : -3000);
      move(unseen.get(0), 4000);
      move(unseen.get(unseen.size() - 1), 4000);
      move(unseen.get(500), -4000);
      String deleted = unseen.get(unseen.size() - 2);
      http().delete("Observation/" + deleted);
      String gone = unseen.get(3);
      http().delete("Observation/" + gone);

      List<String> seen = rest(first);
      assertThat(seen).doesNotHaveDuplicates();
      List<String> expected = new ArrayList<>(all);
      expected.removeAll(List.of(deleted, gone));
      assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void severalReadersSearchOnAtOnce() {
      List<String> all = storeObservations(PagedSearches.MATCHES_AT_FIRST + 120);
      Answer first = http().get(search("&_sort=date&_count=50"));
      String end =
          OFFSET
              .matcher(first.next().orElseThrow())
              .replaceFirst("_getpagesoffset=" + PagedSearches.MATCHES_AT_FIRST);

      List<CompletableFuture<List<String>>> readers =
          IntStream.range(0, 6)
              .mapToObj(it -> CompletableFuture.supplyAsync(() -> ids(http().get(end))))
              .toList();

      List<String> expected =
          all.subList(PagedSearches.MATCHES_AT_FIRST, PagedSearches.MATCHES_AT_FIRST + 50);
      assertThat(readers).allSatisfy(it -> assertThat(it.join()).isEqualTo(expected));
      assertThat(rest(first)).isEqualTo(all);
      assertThat(
              jdbc()
                  .queryForObject(
                      "select known = cardinality(keys) and complete"
                          + " from andiron.search_page where id = ?",
                      Boolean.class,
                      token(first)))
          .isTrue();
    }

    @Test
    void includesComeOnceOnEachPage() {
      List<String> all = storeObservations(7);
      List<String> seen = new ArrayList<>();

      for (Answer page :
          http()
              .pages(
                  search("&_include=Observation:subject&_include=Observation:patient&_count=3"))) {
        seen.addAll(ids(page));
        List<String> patients = new ArrayList<>();
        page.json()
            .path("entry")
            .forEach(
                it -> {
                  if (it.at("/search/mode").asText().equals("include")) {
                    patients.add(it.at("/resource/id").asText());
                  }
                });
        assertThat(patients).containsExactly(patient);
      }

      assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Nested
  class Links {

    @Test
    void leadForwardAndBackToTheFirstAndToTheLastPage() {
      List<String> all = storeObservations(8);
      Answer first = http().get(search("&_sort=date&_count=3"));
      assertThat(link(first, "previous")).isEmpty();

      Answer last = http().get(link(first, "last").orElseThrow());
      assertThat(ids(last)).isEqualTo(all.subList(6, 8));
      assertThat(last.next()).isEmpty();
      Answer middle = http().get(link(last, "previous").orElseThrow());
      assertThat(ids(middle)).isEqualTo(all.subList(3, 6));
      assertThat(ids(http().get(link(middle, "first").orElseThrow()))).isEqualTo(ids(first));
      assertThat(List.of(total(first), total(middle), total(last))).containsOnly(8);
    }

    @Test
    void areNotThereWhenThereIsOnePage() {
      storeObservations(3);

      Answer page = http().get(search("&_count=3"));

      for (String relation : List.of("next", "previous", "first", "last")) {
        assertThat(link(page, relation)).isEmpty();
      }
    }

    @Test
    void mayHaveAnotherCount() {
      List<String> all = storeObservations(10);
      Answer first = http().get(search("&_sort=date&_count=2"));

      Answer second = http().get(first.next().orElseThrow().replace("_count=2", "_count=5"));

      assertThat(ids(second)).isEqualTo(all.subList(2, 7));
      assertThat(rest(second)).isEqualTo(all.subList(2, 10));
    }

    @Test
    void areNoLongerThanTheLargestPage() {
      storeObservations(PagedSearches.MATCHES_AT_FIRST + 5);
      String next = http().get(search("&_count=2")).next().orElseThrow();

      Answer page = http().get(next.replace("_count=2", "_count=2147483647"));

      assertThat(ids(page)).hasSizeBetween(3, paging.getMaximumPageSize());
    }

    @Test
    void keepScores() {
      storeObservations(4);

      List<Answer> pages = http().pages("Observation?_content=" + key + "&_count=2");

      assertThat(pages).hasSize(2);
      pages.forEach(
          page ->
              page.json()
                  .path("entry")
                  .forEach(it -> assertThat(it.at("/search/score").asDouble()).isPositive()));
    }

    @ParameterizedTest
    @CsvSource({
      "_getpagesoffset=2,_getpagesoffset=-1",
      "_getpagesoffset=2,_getpagesoffset=x",
      "_getpagesoffset=2,_getpagesoffset=99999999999",
      "_count=2,_count=0",
      "_count=2,_count=-3",
      "_count=2,_count=two"
    })
    void thatMakeNoSenseAreRefused(String part, String other) {
      storeObservations(3);
      String next = http().get(search("&_count=2")).next().orElseThrow();

      Answer answer = http().get(next.replace(part, other));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.diagnostics()).contains(other.substring(0, other.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 999999999})
    void beyondTheEndShowNothing(int offset) {
      storeObservations(3);
      String next = http().get(search("&_count=2")).next().orElseThrow();

      Answer answer = http().get(OFFSET.matcher(next).replaceFirst("_getpagesoffset=" + offset));

      assertThat(ids(answer)).isEmpty();
      assertThat(answer.next()).isEmpty();
      assertThat(link(answer, "previous")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7d9bd0c5-6b8e-4a4e-9d3b-3a1d5f6f0001", "1", "';--"})
    void ofUnknownSearchesAreGone(String id) {
      Answer answer =
          http()
              .get(
                  "?_getpages="
                      + java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8));

      assertThat(answer.status()).isEqualTo(410);
      assertThat(answer.diagnostics()).contains("Search again");
    }

    @Test
    void expire() {
      storeObservations(3);
      Answer first = http().get(search("&_count=2"));
      UUID token = token(first);
      jdbc()
          .update(
              "update andiron.search_page set last_used = now() - interval '59 minutes'"
                  + " where id = ?",
              token);
      assertThat(http().get(first.next().orElseThrow()).status()).isEqualTo(200);
      assertThat(
              jdbc()
                  .queryForObject(
                      "select last_used > now() - interval '1 minute'"
                          + " from andiron.search_page where id = ?",
                      Boolean.class,
                      token))
          .isTrue();

      jdbc()
          .update(
              "update andiron.search_page set last_used = now() - interval '61 minutes'"
                  + " where id = ?",
              token);
      assertThat(http().get(first.next().orElseThrow()).status()).isEqualTo(410);
      expired.delete();
      assertThat(
              jdbc()
                  .queryForObject(
                      "select count(*) from andiron.search_page where id = ?", Long.class, token))
          .isZero();
    }
  }

  @Test
  void pagesFarBehindWhatHasBeenReadAreRefused() {
    storeObservations(PagedSearches.MATCHES_AT_FIRST + 5);
    String next = http().get(search("&_count=2")).next().orElseThrow();

    Answer answer = http().get(OFFSET.matcher(next).replaceFirst("_getpagesoffset=999999999"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains("_getpagesoffset", "next");
    assertThat(ids(http().get(next))).hasSize(2);
  }

  @Test
  void countsAndEstimatesAreExplained() {
    storeObservations(PagedSearches.MATCHES_AT_FIRST + 5);

    assertThat(explained("")).containsExactly("matches", "count");
    assertThat(explained("&_total=accurate")).containsExactly("matches", "count");
    assertThat(explained("&_total=estimate")).containsExactly("matches", "estimate");
  }

  private List<String> explained(String more) {
    Answer answer = http().get(search(more + "&_count=2&_explain=true"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> purposes = new ArrayList<>();
    for (JsonNode statement : answer.json().path("parameter")) {
      for (JsonNode part : statement.path("part")) {
        if (part.path("name").asText().equals("purpose")) {
          purposes.add(part.path("valueCode").asText(part.path("valueString").asText()));
        }
      }
    }
    return purposes;
  }

  @Nested
  class Totals {

    @Test
    void areSaidAsAsked() {
      storeObservations(5);

      assertThat(total(http().get(search("&_count=2")))).isEqualTo(5);
      assertThat(total(http().get(search("&_count=2&_total=estimate")))).isEqualTo(5);
      assertThat(total(http().get(search("&_count=2&_total=accurate")))).isEqualTo(5);
      List<Answer> silent = http().pages(search("&_count=2&_total=none"));
      assertThat(silent).hasSize(3).allSatisfy(it -> assertThat(total(it)).isNull());
      assertThat(total(http().get(search("&_total=none")))).isNull();
      assertThat(total(http().get(search("&_count=0")))).isEqualTo(5);
      assertThat(http().get(search("&_count=0")).entries()).isZero();
    }

    @Test
    void areSaidThoughNotAllMatchesHaveBeenRead() {
      int number = PagedSearches.MATCHES_AT_FIRST + 10;
      storeObservations(number);

      Answer first = http().get(search("&_count=1"));

      assertThat(total(first)).isEqualTo(number);
      assertThat(total(http().get(first.next().orElseThrow()))).isEqualTo(number);
      assertThat(total(http().get(search("&_count=1&_total=accurate")))).isEqualTo(number);
      assertThat(total(http().get(search("&_count=1&_total=estimate"))))
          .isGreaterThan(PagedSearches.MATCHES_AT_FIRST);
      assertThat(total(http().get(search("&_count=1&_total=none")))).isNull();
    }

    @Test
    void andLinksAreInBatchesToo() {
      storeObservations(5);

      JsonNode bundle =
          http()
              .post(
                  "",
                  """
                  {"resourceType":"Bundle","type":"batch","entry":[
                   {"request":{"method":"GET","url":"%s"}},
                   {"request":{"method":"GET","url":"%s"}}]}
                  """
                      .formatted(search("&_count=2"), search("&_count=4&_total=none")))
              .json();

      assertThat(bundle.at("/entry/0/resource/total").asInt()).isEqualTo(5);
      assertThat(bundle.at("/entry/1/resource").has("total")).isFalse();
      String next = "";
      for (JsonNode link : bundle.at("/entry/0/resource/link")) {
        next = link.path("relation").asText().equals("next") ? link.path("url").asText() : next;
      }
      assertThat(rest(http().get(next))).hasSize(3);
    }
  }

  @Nested
  class WhatTheCallerMayNotSee {

    /** Stands for a consent that hides some of the matches. */
    @Interceptor
    public static final class Hidden {

      private final Set<String> ids;

      Hidden(Set<String> ids) {
        this.ids = ids;
      }

      @Hook(Pointcut.STORAGE_PREACCESS_RESOURCES)
      public void hide(IPreResourceAccessDetails details) {
        for (int i = 0; i < details.size(); i++) {
          if (ids.contains(details.getResource(i).getIdElement().getIdPart())) {
            details.setDontReturnResourceAtIndex(i);
          }
        }
      }
    }

    @Test
    void isNeitherShownNorCounted() {
      List<String> all = storeObservations(8);
      Hidden hidden = new Hidden(Set.of(all.get(0), all.get(4)));
      interceptors.registerInterceptor(hidden);
      try {
        List<Answer> pages = http().pages(search("&_sort=date&_count=3"));

        assertThat(pages).hasSize(2).allSatisfy(it -> assertThat(total(it)).isEqualTo(6));
        assertThat(ids(pages.get(0))).containsExactly(all.get(1), all.get(2), all.get(3));
      } finally {
        interceptors.unregisterInterceptor(hidden);
      }
    }

    @Test
    void isNotShownOnLaterPagesEither() {
      List<String> all = storeObservations(6);
      Answer first = http().get(search("&_sort=date&_count=3"));
      Hidden hidden = new Hidden(Set.of(all.get(4)));
      interceptors.registerInterceptor(hidden);
      try {
        assertThat(ids(http().get(first.next().orElseThrow())))
            .containsExactly(all.get(3), all.get(5));
      } finally {
        interceptors.unregisterInterceptor(hidden);
      }
    }
  }

  @Test
  void whatHasOnePageIsNotStoredAndHapiStoresNothing() {
    storeObservations(3);
    long before = lists();
    long hapiBefore = count("hfj_search");

    http().get(search(""));
    assertThat(lists()).isEqualTo(before);
    http().pages(search("&_count=1"));
    http().get("?_type=Observation,Patient&_id=" + String.join(",", stored) + "&_count=1");

    assertThat(lists()).isEqualTo(before + 2);
    assertThat(count("hfj_search")).isEqualTo(hapiBefore);
  }

  private long lists() {
    return count("andiron.search_page");
  }

  private long count(String table) {
    Long count = jdbc().queryForObject("select count(*) from " + table, Long.class);
    return count == null ? 0 : count;
  }

  @Test
  void severalTypesArePagedAsOne() {
    List<String> all = new ArrayList<>(storeObservations(5));
    all.add(patient);
    Collections.sort(all);

    List<String> seen = new ArrayList<>();
    for (Answer page :
        http()
            .pages("?_type=Patient,Observation&_count=2&_sort=_id&_id=" + String.join(",", all))) {
      assertThat(total(page)).isEqualTo(6);
      seen.addAll(ids(page));
    }

    assertThat(seen).isEqualTo(all);
    assertThat(new HashSet<>(rest(http().get("Patient/" + patient + "/*?_count=2"))))
        .isEqualTo(new HashSet<>(stored));
  }
}
