package org.andiron.storage.search;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.SummaryEnum;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.storage.compartment.Compartment;
import org.andiron.storage.query.SearchResultParameters;
import org.jspecify.annotations.Nullable;

/**
 * A search of one type whose conditions stand as they came in the URL. HAPI's own form of them
 * knows fewer modifiers, prefixes and alternatives.
 */
public final class UrlSearch extends SearchParameterMap {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * A condition.
   *
   * @param name with modifier and chain
   */
  public record Condition(String name, String value) implements Serializable {}

  private final ArrayList<Condition> conditions;

  /** A search with these conditions, and nothing else. */
  public UrlSearch(List<Condition> conditions) {
    this.conditions = new ArrayList<>(conditions);
  }

  /** The search that a request asks for, whose parameters have been checked. */
  public static UrlSearch of(Map<String, String[]> parameters) {
    List<Condition> conditions = new ArrayList<>();
    Set<Include> includes = new LinkedHashSet<>();
    Set<Include> reverseIncludes = new LinkedHashSet<>();
    parameters.forEach(
        (name, values) -> {
          for (String value : values) {
            if (name.startsWith(Constants.PARAM_INCLUDE)) {
              includes.add(include(name, value));
            } else if (name.startsWith(Constants.PARAM_REVINCLUDE)) {
              reverseIncludes.add(include(name, value));
            } else if (!SearchResultParameters.contains(name)
                && !name.equals(Compartment.ENTRY_FOCUS)) {
              conditions.add(new Condition(name, value));
            }
          }
        });
    UrlSearch search = new UrlSearch(conditions);
    search.setIncludes(includes);
    search.setRevIncludes(reverseIncludes);
    first(parameters, Constants.PARAM_SORT).map(UrlSearch::sort).ifPresent(search::setSort);
    first(parameters, Constants.PARAM_COUNT).map(Integer::valueOf).ifPresent(search::setCount);
    search.setSummaryMode(
        first(parameters, Constants.PARAM_SUMMARY)
            .map(SummaryEnum::fromCode)
            .orElse(SummaryEnum.FALSE));
    first(parameters, Constants.PARAM_SEARCH_TOTAL_MODE)
        .map(UrlSearch::total)
        .ifPresent(search::setSearchTotalMode);
    return search;
  }

  private static Optional<String> first(Map<String, String[]> parameters, String name) {
    String[] values = parameters.get(name);
    return values == null ? Optional.empty() : Arrays.stream(values).findFirst();
  }

  private static SearchTotalModeEnum total(String code) {
    return switch (code) {
      case "none" -> SearchTotalModeEnum.NONE;
      case "accurate" -> SearchTotalModeEnum.ACCURATE;
      // HAPI has another word for it.
      default -> SearchTotalModeEnum.ESTIMATED;
    };
  }

  private static Include include(String name, String value) {
    return new Include(value, name.indexOf(':') >= 0);
  }

  private static @Nullable SortSpec sort(String keys) {
    SortSpec sort = null;
    List<String> reversed = Arrays.asList(keys.split(","));
    Collections.reverse(reversed);
    for (String key : reversed) {
      sort =
          key.startsWith("-")
              ? new SortSpec(key.substring(1), SortOrderEnum.DESC, sort)
              : new SortSpec(key, SortOrderEnum.ASC, sort);
    }
    return sort;
  }

  /** All of them must be met. */
  public List<Condition> conditions() {
    return conditions;
  }

  @Override
  public UrlSearch clone() {
    SearchParameterMap controls = super.clone();
    UrlSearch copy = new UrlSearch(conditions);
    copy.setSummaryMode(controls.getSummaryMode());
    copy.setSort(controls.getSort());
    copy.setSearchTotalMode(controls.getSearchTotalMode());
    copy.setRevIncludes(controls.getRevIncludes());
    copy.setIncludes(controls.getIncludes());
    copy.setCount(controls.getCount());
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
