package org.andiron.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SourceCounts;
import org.andiron.testsupport.SourceCounts.TokenSearch;
import org.andiron.testsupport.SyntheaCohort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the load command stores of the cohort is what independent counts of its files say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyntheaCohortIT extends AndironIT {

  private final StringWriter said = new StringWriter();

  /** The ids that were there before, by type. */
  private final Map<String, Set<String>> before = new TreeMap<>();

  /** The ids the server gave, by identifier. */
  private final Map<String, String> patients = new TreeMap<>();

  private SourceCounts expected;
  private Path folder;

  @BeforeAll
  void loadCohort(@TempDir Path folder) throws IOException {
    this.folder = folder;
    expected = SourceCounts.of(SyntheaCohort.folder());
    expected.byType().keySet().forEach(type -> before.put(type, ids(type)));

    assertThat(load()).as(() -> "exit code; the command said: " + said).isZero();

    for (String identifier : expected.byPatient().keySet()) {
      JsonNode found = search("Patient?identifier=" + encode(identifier));
      assertThat(found.path("entry")).as("patients found").hasSize(1);
      patients.put(identifier, found.at("/entry/0/resource/id").asText());
    }
  }

  private int load() {
    CommandLine command =
        new CommandLine(new LoadCommand(dataDirectory -> Optional.empty(), TokenSource.NONE));
    command.setOut(new PrintWriter(said));
    command.setErr(new PrintWriter(said));
    return command.execute(
        SyntheaCohort.folder().toString(),
        "--server=" + baseUrl(),
        "--state=" + folder.resolve("state"),
        "--rejected=" + folder.resolve("rejected.ndjson"),
        "--quiet");
  }

  @AfterAll
  void removeCohort() {
    String deletes =
        before.entrySet().stream()
            .flatMap(
                type ->
                    ids(type.getKey()).stream()
                        .filter(id -> !type.getValue().contains(id))
                        .map(id -> type.getKey() + "/" + id))
            .map("{\"request\": {\"method\": \"DELETE\", \"url\": \"%s\"}}"::formatted)
            .collect(Collectors.joining(","));
    Answer answer =
        http()
            .post(
                "",
                """
                {"resourceType": "Bundle", "type": "transaction", "entry": [%s]}
                """
                    .formatted(deletes));
    assertThat(answer.status()).as(answer::diagnostics).isEqualTo(200);
  }

  @Test
  void everyTypeHasAsManyResourcesAsTheFiles() {
    assertThat(added()).isEqualTo(expected.byType());
  }

  @Test
  void aSecondRunAddsNothing() {
    assertThat(load()).as(() -> "exit code; the command said: " + said).isZero();

    assertThat(added()).isEqualTo(expected.byType());
  }

  @Test
  void everyPatientHasAsManyResourcesOfEachTypeAsTheFiles() {
    SortedMap<String, SortedMap<String, Long>> found = new TreeMap<>();
    expected
        .byPatient()
        .forEach(
            (identifier, counts) -> {
              SortedMap<String, Long> ofPatient = new TreeMap<>();
              counts
                  .keySet()
                  .forEach(
                      type ->
                          ofPatient.put(type, count(type, "&patient=" + patients.get(identifier))));
              found.put(identifier, ofPatient);
            });

    assertThat(found).isEqualTo(expected.byPatient());
  }

  @Test
  void everyCodeIsFoundAsOftenAsInTheFiles() {
    SortedMap<TokenSearch, SortedMap<String, Long>> found = new TreeMap<>();
    String ofCohort = "&patient=" + String.join(",", patients.values());
    expected
        .byCode()
        .forEach(
            (search, counts) -> {
              SortedMap<String, Long> ofSearch = new TreeMap<>();
              String byToken = "&" + search.parameter() + "=";
              counts
                  .keySet()
                  .forEach(
                      token ->
                          ofSearch.put(
                              token, count(search.type(), ofCohort + byToken + encode(token))));
              found.put(search, ofSearch);
            });

    assertThat(found).isEqualTo(expected.byCode());
  }

  private SortedMap<String, Long> added() {
    SortedMap<String, Long> added = new TreeMap<>();
    before.forEach((type, earlier) -> added.put(type, count(type) - earlier.size()));
    return added;
  }

  private long count(String type) {
    return count(type, "");
  }

  private long count(String type, String criteria) {
    return search(type + "?_summary=count" + criteria).path("total").asLong(-1);
  }

  /** The ids of all resources of a type, page by page. */
  private Set<String> ids(String type) {
    Set<String> ids = new HashSet<>();
    // Never from the results of an earlier search
    for (Answer page :
        http().pages(type + "?_elements=id&_count=500", "Cache-Control", "no-cache")) {
      assertThat(page.status()).as(type).isEqualTo(200);
      page.json().path("entry").forEach(entry -> ids.add(entry.at("/resource/id").asText()));
    }
    return ids;
  }

  /** A search that is never answered from the results of an earlier one. */
  private JsonNode search(String query) {
    Answer answer = http().get(query, "Cache-Control", "no-cache");
    assertThat(answer.status()).as(query).isEqualTo(200);
    return answer.json();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
