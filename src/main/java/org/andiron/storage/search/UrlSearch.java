package org.andiron.storage.search;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search of one type whose conditions stand as they came in the URL. HAPI's own form of them
 * knows fewer modifiers, prefixes and alternatives.
 */
final class UrlSearch extends SearchParameterMap {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * A condition.
   *
   * @param name with modifier and chain
   */
  record Condition(String name, String value) implements Serializable {}

  private final ArrayList<Condition> conditions;

  UrlSearch(List<Condition> conditions) {
    this.conditions = new ArrayList<>(conditions);
  }

  /** All of them must be met. */
  List<Condition> conditions() {
    return conditions;
  }

  /** The same search without the conditions of a parameter. */
  UrlSearch without(String name) {
    return copy(conditions.stream().filter(it -> !it.name().equals(name)).toList());
  }

  @Override
  public UrlSearch clone() {
    return copy(conditions);
  }

  private UrlSearch copy(List<Condition> ofCopy) {
    SearchParameterMap controls = super.clone();
    UrlSearch copy = new UrlSearch(ofCopy);
    copy.setSummaryMode(controls.getSummaryMode());
    copy.setSort(controls.getSort());
    copy.setSearchTotalMode(controls.getSearchTotalMode());
    copy.setRevIncludes(controls.getRevIncludes());
    copy.setIncludes(controls.getIncludes());
    copy.setCount(controls.getCount());
    copy.setOffset(controls.getOffset());
    copy.setLoadSynchronous(controls.isLoadSynchronous());
    copy.setLoadSynchronousUpTo(controls.getLoadSynchronousUpTo());
    copy.setSearchContainedMode(controls.getSearchContainedMode());
    copy.setSearchIncludeDeletedMode(controls.getSearchIncludeDeletedMode());
    copy.setLastUpdated(controls.getLastUpdated());
    // What the server itself demands, such as membership in a compartment.
    controls.entrySet().forEach(it -> copy.put(it.getKey(), it.getValue()));
    copy.setLastN(controls.isLastN());
    copy.setLastNMax(controls.getLastNMax());
    return copy;
  }

  @Override
  public boolean isEmpty() {
    return conditions.isEmpty() && super.isEmpty();
  }

  @Override
  public String toNormalizedQueryString() {
    return super.toNormalizedQueryString() + conditions;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
