package org.andiron.storage.search;

import static ca.uhn.fhir.jpa.util.SearchParameterMapCalculator.isWantCount;
import static ca.uhn.fhir.jpa.util.SearchParameterMapCalculator.isWantOnlyCount;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.dao.IResultIterator;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.entity.Search;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.search.SearchRuntimeDetails;
import ca.uhn.fhir.jpa.model.search.SearchStatusEnum;
import ca.uhn.fhir.jpa.search.SynchronousSearchSvcImpl;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.util.QueryParameterUtils;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IPagingProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the first page of a search in one read-only transaction. A search that fits in one page
 * leaves no trace in the search tables; of a longer one, the matches found so far are stored, and
 * HAPI's own continuation finds the others when their page is asked for. Unlike HAPI's synchronous
 * search, includes do not count against the page.
 *
 * <p>Only searches announced through {@link #firstPageOf} are answered this way; all others get
 * HAPI's behaviour.
 */
class FirstPageSearch extends SynchronousSearchSvcImpl {

  private final FhirContext fhirContext;
  private final JpaStorageSettings storageSettings;
  private final SearchBuilderFactory<JpaPid> searchBuilders;
  private final HapiTransactionService transactions;
  private final IPagingProvider pagingProvider;
  private final PageAssembler assembler;
  private final StoredSearches storedSearches;

  /** The search that the coordinator is about to hand over on this thread. */
  private final ThreadLocal<@Nullable Announced> announced = new ThreadLocal<>();

  private record Announced(SearchParameterMap params, String resourceType) {}

  /** What a query found, and whether that is all there is. */
  private record Found(List<JpaPid> pids, boolean exhausted) {}

  /** The page, and what a stored search must begin with. */
  private record Page(FirstPage content, Found found, List<JpaPid> accessible) {}

  FirstPageSearch(
      FhirContext fhirContext,
      JpaStorageSettings storageSettings,
      SearchBuilderFactory<JpaPid> searchBuilders,
      HapiTransactionService transactions,
      IPagingProvider pagingProvider,
      PageAssembler assembler,
      StoredSearches storedSearches) {
    this.fhirContext = fhirContext;
    this.storageSettings = storageSettings;
    this.searchBuilders = searchBuilders;
    this.transactions = transactions;
    this.pagingProvider = pagingProvider;
    this.assembler = assembler;
    this.storedSearches = storedSearches;
  }

  /**
   * Runs {@code search}, which ends in {@link #executeQuery} with the same parameters, page by
   * page.
   */
  IBundleProvider firstPageOf(
      SearchParameterMap params, String resourceType, Supplier<IBundleProvider> search) {
    Announced outer = announced.get();
    announced.set(new Announced(params, resourceType));
    try {
      return search.get();
    } finally {
      announced.set(outer);
    }
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // HAPI's signature
  public IBundleProvider executeQuery(
      SearchParameterMap params,
      RequestDetails request,
      String searchId,
      ISearchBuilder builder,
      Integer loadSynchronousUpTo,
      RequestPartitionId partition) {
    Announced current = announced.get();
    if (current == null || current.params() != params) {
      return super.executeQuery(params, request, searchId, builder, loadSynchronousUpTo, partition);
    }
    return firstPage(params, current.resourceType(), request, searchId, builder, partition);
  }

  private IBundleProvider firstPage(
      SearchParameterMap params,
      String resourceType,
      @Nullable RequestDetails request,
      String searchId,
      ISearchBuilder<JpaPid> builder,
      RequestPartitionId partition) {
    if (isWantOnlyCount(params)) {
      return new SimpleBundleProvider(
          transactions
              .withRequest(request)
              .withRequestPartitionId(partition)
              .readOnly()
              .execute(() -> count(params, request, searchId, builder, partition)));
    }
    Page page =
        transactions
            .withRequest(request)
            .withRequestPartitionId(partition)
            .readOnly()
            .execute(() -> page(params, resourceType, request, searchId, builder, partition));
    if (!page.content().isComplete()) {
      store(page, params, resourceType, request, searchId, partition);
    }
    return page.content();
  }

  private Page page(
      SearchParameterMap params,
      String resourceType,
      @Nullable RequestDetails request,
      String searchId,
      ISearchBuilder<JpaPid> builder,
      RequestPartitionId partition) {
    Integer total = null;
    SearchTotalModeEnum mode = params.getSearchTotalMode();
    if (isWantCount(mode != null ? mode : storageSettings.getDefaultTotalMode())) {
      total = count(params, request, searchId, builder, partition);
    }
    int pageSize = pageSize(params);
    int limit = pageSize + 1;
    builder.setMaxResultsToFetch(limit);
    Found found = find(params, request, searchId, builder, partition, limit);
    List<JpaPid> accessible = assembler.accessible(found.pids(), builder, request);
    while (!found.exhausted() && accessible.size() <= pageSize) {
      // Rows that repeat a match, or matches the caller may not see, took the place of others.
      limit *= 4;
      ISearchBuilder<JpaPid> again = newBuilder(resourceType);
      again.setMaxResultsToFetch(limit);
      // $everything follows the references of the matches that HAPI removes repetitions from
      // itself.
      again.setDeduplicateInDatabase(params.getEverythingMode() == null);
      found = find(params, request, searchId, again, partition, limit);
      accessible = assembler.accessible(found.pids(), again, request);
    }
    boolean complete = accessible.size() <= pageSize;
    PageAssembler.Content content =
        assembler.load(
            complete ? accessible : accessible.subList(0, pageSize),
            inclusion(params),
            searchId,
            builder,
            request);
    if (builder instanceof IndexSearchBuilder index) {
      index.score(content.matches(), params, accessible);
    }
    if (total == null && complete) {
      total = accessible.size();
    }
    FirstPage firstPage =
        new FirstPage(
            searchId,
            content.matches(),
            content.includes(),
            new FirstPage.Extent(accessible.size(), content.omitted(), complete, total),
            params.getCount(),
            () -> storedSearches.open(searchId, request));
    return new Page(firstPage, found, accessible);
  }

  private static PageAssembler.Inclusion inclusion(SearchParameterMap params) {
    // $everything follows references while it searches: what it includes are matches.
    return params.getEverythingMode() != null
        ? PageAssembler.Inclusion.NONE
        : new PageAssembler.Inclusion(
            params.getIncludes(), params.getRevIncludes(), params.getLastUpdated());
  }

  private void store(
      Page page,
      SearchParameterMap params,
      String resourceType,
      @Nullable RequestDetails request,
      String searchId,
      RequestPartitionId partition) {
    Search search = new Search();
    QueryParameterUtils.populateSearchEntity(
        params, resourceType, searchId, params.toNormalizedQueryString(), search, partition);
    search.setStatus(SearchStatusEnum.PASSCMPLET);
    search.setSearchParameterMap(params);
    search.setTotalCount(page.content().size());
    search.setNumFound(page.found().pids().size());
    search.setNumBlocked(page.found().pids().size() - page.accessible().size());
    storedSearches.store(search, page.accessible(), request, partition);
  }

  private Found find(
      SearchParameterMap params,
      @Nullable RequestDetails request,
      String searchId,
      ISearchBuilder<JpaPid> builder,
      RequestPartitionId partition,
      int limit) {
    SearchRuntimeDetails details = new SearchRuntimeDetails(request, searchId);
    details.setLoadSynchronous(true);
    List<JpaPid> pids = new ArrayList<>();
    try (IResultIterator<JpaPid> results =
        builder.createQuery(params, details, request, partition)) {
      while (pids.size() < limit && results.hasNext()) {
        pids.add(results.next());
      }
      // The limit counts rows, and a row may repeat a match.
      boolean exhausted = pids.size() + results.getSkippedCount() < limit;
      return new Found(pids, exhausted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ISearchBuilder<JpaPid> newBuilder(String resourceType) {
    return searchBuilders.newSearchBuilder(
        resourceType, fhirContext.getResourceDefinition(resourceType).getImplementingClass());
  }

  private static int count(
      SearchParameterMap params,
      @Nullable RequestDetails request,
      String searchId,
      ISearchBuilder<JpaPid> builder,
      RequestPartitionId partition) {
    return Math.toIntExact(builder.createCountQuery(params.clone(), searchId, request, partition));
  }

  private int pageSize(SearchParameterMap params) {
    Integer count = params.getCount();
    return count == null
        ? pagingProvider.getDefaultPageSize()
        : Math.min(count, pagingProvider.getMaximumPageSize());
  }
}
