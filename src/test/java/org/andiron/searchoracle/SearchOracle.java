package org.andiron.searchoracle;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;

/**
 * The judge: which resources of a cohort a search finds, what goes with them, and in which order
 * they may come. Resources are named by type and id, as in {@code Patient/1}. Narrative and content
 * searches, {@code phonetic} and named queries are not judged.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">R4, section 3.1.1</a>
 */
public final class SearchOracle {

  private final Cohort cohort;
  private final Evaluator evaluator;

  /** A judge of a cohort; {@code now} is what {@code ap} measures dates from. */
  public SearchOracle(Cohort cohort, Instant now) {
    this.cohort = cohort;
    evaluator = new Evaluator(cohort, now);
  }

  /**
   * What a search finds.
   *
   * @param type the resource type of the URL; empty for a search of all types
   * @param query the part of the URL after the question mark, encoded
   * @throws BadSearch if the specification does not say what the search means
   */
  public Set<String> matches(String type, String query) {
    SearchUrl url = SearchUrl.parse(query);
    List<Criterion> criteria = url.criteria();
    Set<String> found = new TreeSet<>();
    candidates(type, url)
        .filter(resource -> criteria.stream().allMatch(c -> evaluator.isMet(resource, c)))
        .forEach(resource -> found.add(Cohort.key(resource)));
    return found;
  }

  /**
   * What {@code _include} and {@code _revinclude} of a query add to its matches.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#include">3.1.1.5.4</a>
   */
  public Set<String> included(Set<String> matches, String query) {
    return new Inclusion(cohort, evaluator).of(matches, SearchUrl.parse(query));
  }

  /**
   * Checks the order of results.
   *
   * @param keys types and ids in the order the server gave
   * @param sort the value of {@code _sort}
   * @throws AssertionError naming the first two that are in the wrong order
   */
  public void assertSorted(List<String> keys, String sort) {
    new SortOrder(cohort, evaluator, sort).check(keys);
  }

  private Stream<Resource> candidates(String type, SearchUrl url) {
    if (!type.isEmpty()) {
      return cohort.ofType(type).stream();
    }
    List<String> types = url.valuesOf("_type");
    return cohort.all().stream()
        .filter(
            resource ->
                types.stream().allMatch(t -> List.of(t.split(",")).contains(resource.fhirType())));
  }
}
