package org.andiron.searchoracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Resource;

/** A few resources and a judge of them, for tests of the judge. */
final class OracleFixture {

  static final String BASE = "http://example.org/fhir";
  static final Instant NOW = Instant.parse("2018-12-27T00:00:00Z");

  private final List<Resource> resources = new ArrayList<>();

  /** Adds a resource under an id. */
  <T extends Resource> OracleFixture with(String id, T resource, Consumer<T> content) {
    resource.setId(id);
    content.accept(resource);
    resources.add(resource);
    return this;
  }

  SearchOracle oracle() {
    return new SearchOracle(new Cohort(BASE, resources), NOW);
  }

  /** The ids, without types, that a query finds. */
  Set<String> ids(String type, String query) {
    return withoutTypes(oracle().matches(type, query));
  }

  /** The ids, without types, that come along with what a query finds. */
  Set<String> included(String type, String query) {
    SearchOracle oracle = oracle();
    return withoutTypes(oracle.included(oracle.matches(type, query), query));
  }

  private static Set<String> withoutTypes(Set<String> keys) {
    Set<String> ids = new TreeSet<>();
    keys.forEach(key -> ids.add(key.substring(key.indexOf('/') + 1)));
    return ids;
  }
}
