package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.IResultIterator;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.search.SearchBuilderLoadIncludesParameters;
import ca.uhn.fhir.jpa.model.search.SearchRuntimeDetails;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateRangeParam;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Finds resources by our index and leaves the rest to HAPI's builder: {@code $everything}, which
 * follows links, and the loading of resources and includes.
 */
final class IndexSearchBuilder implements ISearchBuilder<JpaPid> {

  /** More than any ward has patients; so many numbers take half a megabyte. */
  private static final int MOST_KEPT = 20_000;

  private final String resourceType;
  private final ISearchBuilder<JpaPid> hapi;
  private final IndexSearch search;
  private @Nullable Integer limit;
  private Set<JpaPid> alreadyKnown = Set.of();

  /** All that {@code $lastn} found, so that the number of it needs no second statement. */
  private @Nullable List<Long> last;

  IndexSearchBuilder(String resourceType, ISearchBuilder<JpaPid> hapi, IndexSearch search) {
    this.resourceType = resourceType;
    this.hapi = hapi;
    this.search = search;
  }

  @Override
  public IResultIterator<JpaPid> createQuery(
      SearchParameterMap params,
      SearchRuntimeDetails details,
      RequestDetails request,
      RequestPartitionId partition) {
    if (params.getEverythingMode() != null) {
      return hapi.createQuery(params, details, request, partition);
    }
    int offset = Objects.requireNonNullElse(params.getOffset(), 0);
    Integer limit = limit(params);
    List<Long> all = last(params);
    Stream<Long> found =
        all.size() <= MOST_KEPT && params.isLastN()
            ? all.stream().skip(offset).limit(limit == null ? all.size() : limit)
            : search.find(resourceType, params, limit, offset);
    return new FoundResources(found, alreadyKnown);
  }

  /** Empty if it is not {@code $lastn}. */
  private List<Long> last(SearchParameterMap params) {
    if (!params.isLastN()) {
      return List.of();
    }
    List<Long> found = last;
    if (found == null) {
      try (Stream<Long> rows = search.find(resourceType, params, MOST_KEPT + 1, 0)) {
        found = rows.toList();
      }
      last = found;
    }
    return found;
  }

  private @Nullable Integer limit(SearchParameterMap params) {
    if (limit != null) {
      return limit;
    }
    if (params.isLoadSynchronous()) {
      return params.getLoadSynchronousUpTo();
    }
    return params.getOffset() != null ? params.getCount() : null;
  }

  @Override
  public Long createCountQuery(
      SearchParameterMap params,
      String searchId,
      RequestDetails request,
      RequestPartitionId partition) {
    if (params.getEverythingMode() != null) {
      return hapi.createCountQuery(params, searchId, request, partition);
    }
    List<Long> all = last(params);
    return params.isLastN() && all.size() <= MOST_KEPT
        ? (long) all.size()
        : search.count(resourceType, params);
  }

  /**
   * Says of each match how well it matches, where a search can say.
   *
   * @param found the keys of the matches, and perhaps of others
   */
  void score(List<IBaseResource> matches, SearchParameterMap params, List<JpaPid> found) {
    if (params.getEverythingMode() != null) {
      return;
    }
    Map<String, BigDecimal> scores =
        search.scores(resourceType, params, found.stream().map(JpaPid::getId).toList());
    for (IBaseResource match : matches) {
      BigDecimal score = scores.get(match.fhirType() + '/' + match.getIdElement().getIdPart());
      if (score != null) {
        ResourceMetadataKeyEnum.ENTRY_SEARCH_SCORE.put(match, score);
      }
    }
  }

  @Override
  public void setMaxResultsToFetch(@Nullable Integer limit) {
    this.limit = limit;
    hapi.setMaxResultsToFetch(limit);
  }

  @Override
  public void setPreviouslyAddedResourcePids(List<JpaPid> known) {
    alreadyKnown = Set.copyOf(known);
    hapi.setPreviouslyAddedResourcePids(known);
  }

  @Override
  public void setDeduplicateInDatabase(boolean deduplicate) {
    hapi.setDeduplicateInDatabase(deduplicate);
  }

  @Override
  public void setRequireTotal(boolean required) {
    hapi.setRequireTotal(required);
  }

  @Override
  public boolean requiresTotal() {
    return hapi.requiresTotal();
  }

  @Override
  public void setFetchSize(int size) {
    hapi.setFetchSize(size);
  }

  @Override
  public void loadResourcesByPid(
      Collection<JpaPid> pids,
      Collection<JpaPid> included,
      List<IBaseResource> resources,
      boolean history,
      RequestDetails request) {
    hapi.loadResourcesByPid(pids, included, resources, history, request);
  }

  @Override
  @SuppressWarnings("deprecation") // HAPI's own callers have not all moved on
  public Set<JpaPid> loadIncludes(
      FhirContext context,
      EntityManager entities,
      Collection<JpaPid> matches,
      Collection<Include> includes,
      boolean reverse,
      DateRangeParam lastUpdated,
      String searchId,
      RequestDetails request,
      Integer limit) {
    return hapi.loadIncludes(
        context, entities, matches, includes, reverse, lastUpdated, searchId, request, limit);
  }

  @Override
  public Set<JpaPid> loadIncludes(SearchBuilderLoadIncludesParameters<JpaPid> parameters) {
    return hapi.loadIncludes(parameters);
  }
}
