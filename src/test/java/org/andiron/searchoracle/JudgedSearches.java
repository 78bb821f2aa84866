package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every way to search that R4 defines, asked of the server over a cohort that it stores, and
 * answered as the independent judge would.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JudgedSearches extends AndironIT {

  private final String prefix;
  private List<Resource> resources = List.of();
  private SearchOracle oracle = new SearchOracle(new Cohort("", List.of()), Instant.EPOCH);
  private Queries queries;

  /** Over a cohort whose resources have this tag. */
  JudgedSearches(String prefix) {
    this.prefix = prefix;
    this.queries = new Queries(new Cohort("", List.of()), prefix);
  }

  /** The resources, with their ids and the tag; references among them are right. */
  abstract List<Resource> cohort();

  /** Of so many searches of a row of the table one is asked; all if it is 1. */
  int oneIn() {
    return 1;
  }

  /** The same each time, other places in each row, and never none of a row. */
  private List<Queries.Query> some(Object row, List<Queries.Query> all) {
    int step = Math.min(oneIn(), all.size());
    return IntStream.range(0, all.size())
        .filter(it -> Math.floorMod(it + row.toString().hashCode(), step) == 0)
        .mapToObj(all::get)
        .toList();
  }

  /** Searches beside those of the table. */
  abstract List<Queries.Query> combined(Queries queries);

  @BeforeAll
  void storeCohort() {
    resources = cohort();
    Bundle answer = transaction(HTTPVerb.PUT);
    for (int i = 0; i < resources.size(); i++) {
      resources
          .get(i)
          .getMeta()
          .setLastUpdated(answer.getEntry().get(i).getResponse().getLastModified());
    }
    takeOverLabels();
    Cohort cohort = new Cohort(baseUrl(), resources);
    oracle = new SearchOracle(cohort, Instant.now());
    queries = new Queries(cohort, prefix);
  }

  /**
   * The server labels by codes what is sensitive; with which labels is not for the judge to say.
   */
  private void takeOverLabels() {
    Map<String, Resource> known = new HashMap<>();
    resources.forEach(it -> known.put(it.fhirType() + "/" + it.getIdPart(), it));
    for (String type : new TreeSet<>(resources.stream().map(Resource::fhirType).toList())) {
      String stored =
          http()
              .get(type + "?_tag=" + EdgeDraft.TAG_SYSTEM + "%7C" + prefix + "&_count=1000")
              .body();
      Bundle found = fhirContext().newJsonParser().parseResource(Bundle.class, stored);
      assertThat(found.getLink("next")).isNull();
      for (BundleEntryComponent entry : found.getEntry()) {
        Resource resource = entry.getResource();
        known
            .get(type + "/" + resource.getIdPart())
            .getMeta()
            .setSecurity(resource.getMeta().getSecurity());
      }
    }
  }

  @AfterAll
  void removeCohort() {
    transaction(HTTPVerb.DELETE);
  }

  @TestFactory
  Stream<DynamicNode> everyParameterWithEveryModifierAndPrefix() {
    return SearchTable.TYPES.stream()
        .map(
            type ->
                DynamicContainer.dynamicContainer(
                    type,
                    SearchTable.of(type).stream()
                        .filter(row -> row.unjudged().isEmpty())
                        .map(row -> judged(row.toString(), some(row, queries.of(row))))));
  }

  @TestFactory
  Stream<DynamicNode> compositesOfObservation() {
    return SearchTable.of("Observation").stream()
        .filter(row -> row.unjudged().isEmpty())
        .map(row -> judged(row.toString(), some(row, queries.of(row))));
  }

  @TestFactory
  Stream<DynamicNode> chainsAndCombinations() {
    return combined(queries).stream().map(query -> judged(query.toString(), List.of(query)));
  }

  @TestFactory
  Stream<DynamicNode> everyOrder() {
    return SearchTable.TYPES.stream()
        .flatMap(type -> some(type, queries.sorted(type)).stream())
        .map(query -> DynamicTest.dynamicTest(query.toString(), () -> checkOrder(query)));
  }

  @TestFactory
  Stream<DynamicNode> inclusions() {
    return queries.including().stream()
        .map(query -> DynamicTest.dynamicTest(query.toString(), () -> checkInclusion(query)));
  }

  private DynamicNode judged(String name, List<Queries.Query> all) {
    return DynamicTest.dynamicTest(
        name,
        () ->
            assertThat(all.stream().flatMap(query -> difference(query).stream()))
                .as("differences in " + all.size() + " queries")
                .isEmpty());
  }

  /** Where the server's answer and the judge's differ; empty if they agree. */
  private List<String> difference(Queries.Query query) {
    Set<String> expected = oracle.matches(query.type(), query.query());
    Answer answer = ask(query);
    if (answer.status() != 200) {
      return List.of(query + ": HTTP " + answer.status() + " " + answer.diagnostics());
    }
    Set<String> found = new TreeSet<>(answer.matches());
    if (found.size() != answer.matches().size()) {
      return List.of(query + ": finds something more than once");
    }
    if (found.equals(expected)) {
      return List.of();
    }
    Set<String> onlyServer = new TreeSet<>(found);
    onlyServer.removeAll(expected);
    Set<String> onlyOracle = new TreeSet<>(expected);
    onlyOracle.removeAll(found);
    return List.of(query + ": only server " + onlyServer + ", only oracle " + onlyOracle);
  }

  private void checkOrder(Queries.Query query) {
    Answer answer = ask(query);
    assertThat(answer.status()).as(answer.diagnostics()).isEqualTo(200);
    assertThat(answer.matches())
        .containsExactlyInAnyOrderElementsOf(oracle.matches(query.type(), ""));
    oracle.assertSorted(answer.matches(), SearchUrl.parse(query.query()).valuesOf("_sort").get(0));
  }

  private void checkInclusion(Queries.Query query) {
    Answer answer = ask(query);
    assertThat(answer.status()).as(answer.diagnostics()).isEqualTo(200);
    Set<String> matches = oracle.matches(query.type(), query.query());
    assertThat(answer.matches()).containsExactlyInAnyOrderElementsOf(matches);
    assertThat(new TreeSet<>(answer.included())).isEqualTo(oracle.included(matches, query.query()));
  }

  /** All pages of an answer; diagnostics are those of a refusal. */
  private record Answer(
      int status, List<String> matches, List<String> included, String diagnostics) {}

  private Answer ask(Queries.Query query) {
    List<String> matches = new ArrayList<>();
    List<String> included = new ArrayList<>();
    String url =
        query.type()
            + "?"
            + query.query()
            + "&"
            + EdgeCases.onlyThese(prefix)
            + "&_count=200&_elements=id";
    while (!url.isEmpty()) {
      FhirHttp.Answer page = http().get(url);
      if (page.status() != 200) {
        return new Answer(page.status(), matches, included, page.diagnostics().strip());
      }
      JsonNode bundle = page.json();
      for (JsonNode entry : bundle.path("entry")) {
        String mode = entry.path("search").path("mode").asText();
        JsonNode resource = entry.path("resource");
        (mode.equals("match") ? matches : included)
            .add(resource.path("resourceType").asText() + "/" + resource.path("id").asText());
      }
      url = next(bundle);
    }
    return new Answer(200, matches, included, "");
  }

  private static String next(JsonNode bundle) {
    TreeMap<String, String> links = new TreeMap<>();
    bundle
        .path("link")
        .forEach(link -> links.put(link.path("relation").asText(), link.path("url").asText()));
    return links.getOrDefault("next", "");
  }

  private Bundle transaction(HTTPVerb verb) {
    Bundle transaction = new Bundle().setType(BundleType.TRANSACTION);
    for (Resource resource : resources) {
      BundleEntryComponent entry = transaction.addEntry();
      entry.getRequest().setMethod(verb).setUrl(Cohort.key(resource));
      if (verb == HTTPVerb.PUT) {
        entry.setResource(resource);
      }
    }
    IParser parser = fhirContext().newJsonParser();
    FhirHttp.Answer answer = http().post("", parser.encodeResourceToString(transaction));
    assertThat(answer.status()).as(answer.diagnostics()).isEqualTo(200);
    return parser.parseResource(Bundle.class, answer.body());
  }
}
