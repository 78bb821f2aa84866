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
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateRangeParam;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Finds resources by our index and leaves the rest to HAPI's builder: {@code $everything}, which
 * follows links, the loading of resources, and what HAPI's own parts, such as exports, include.
 */
final class IndexSearchBuilder implements ISearchBuilder<JpaPid> {

  private final String resourceType;
  private final ISearchBuilder<JpaPid> hapi;
  private final IndexSearch search;
  private @Nullable Integer limit;
  private Set<JpaPid> alreadyKnown = Set.of();

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
    return new FoundResources(
        search.find(List.of(resourceType), params, limit(params), offset), alreadyKnown);
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
    return params.getEverythingMode() != null
        ? hapi.createCountQuery(params, searchId, request, partition)
        : search.count(List.of(resourceType), params);
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
    return search.existing(
        hapi.loadIncludes(
            context, entities, matches, includes, reverse, lastUpdated, searchId, request, limit));
  }

  @Override
  public Set<JpaPid> loadIncludes(SearchBuilderLoadIncludesParameters<JpaPid> parameters) {
    return search.existing(hapi.loadIncludes(parameters));
  }
}
