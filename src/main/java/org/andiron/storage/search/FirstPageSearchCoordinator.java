package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.config.SearchConfig;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.entity.Search;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.search.SearchStatusEnum;
import ca.uhn.fhir.jpa.partition.IRequestPartitionHelperSvc;
import ca.uhn.fhir.jpa.search.ExceptionService;
import ca.uhn.fhir.jpa.search.PersistedJpaBundleProviderFactory;
import ca.uhn.fhir.jpa.search.SearchCoordinatorSvcImpl;
import ca.uhn.fhir.jpa.search.SearchStrategyFactory;
import ca.uhn.fhir.jpa.search.builder.tasks.SearchContinuationTask;
import ca.uhn.fhir.jpa.search.builder.tasks.SearchTaskParameters;
import ca.uhn.fhir.jpa.search.cache.ISearchCacheSvc;
import ca.uhn.fhir.jpa.search.cache.ISearchResultCacheSvc;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.util.QueryParameterUtils;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * Sends every search that a client may page through to {@link FirstPageSearch}. The {@code
 * Cache-Control} header of a search has no effect: each search is answered from the current state,
 * and none is cut.
 */
class FirstPageSearchCoordinator extends SearchCoordinatorSvcImpl {

  private final FirstPageSearch firstPageSearch;
  private final HapiTransactionService transactions;
  private final ISearchCacheSvc searches;
  private final DaoRegistry daos;
  private final BeanFactory beans;

  FirstPageSearchCoordinator(
      FhirContext fhirContext,
      JpaStorageSettings storageSettings,
      IInterceptorBroadcaster interceptors,
      HapiTransactionService transactions,
      ISearchCacheSvc searchCache,
      ISearchResultCacheSvc searchResultCache,
      DaoRegistry daoRegistry,
      SearchBuilderFactory<JpaPid> searchBuilderFactory,
      FirstPageSearch firstPageSearch,
      PersistedJpaBundleProviderFactory bundleProviderFactory,
      ISearchParamRegistry searchParamRegistry,
      SearchStrategyFactory searchStrategyFactory,
      ExceptionService exceptionService,
      BeanFactory beanFactory,
      IRequestPartitionHelperSvc partitionHelper) {
    super(
        fhirContext,
        storageSettings,
        interceptors,
        transactions,
        searchCache,
        searchResultCache,
        daoRegistry,
        searchBuilderFactory,
        firstPageSearch,
        bundleProviderFactory,
        searchParamRegistry,
        searchStrategyFactory,
        exceptionService,
        beanFactory,
        partitionHelper);
    this.firstPageSearch = firstPageSearch;
    this.transactions = transactions;
    this.searches = searchCache;
    this.daos = daoRegistry;
    this.beans = beanFactory;
  }

  /**
   * The matches of a later page. HAPI would search on for them as well, and then sleep for half a
   * second before it looks whether they are there.
   */
  @Override
  public List<JpaPid> getResources(
      String searchId,
      int from,
      int to,
      @Nullable RequestDetails request,
      RequestPartitionId partition) {
    transactions
        .withRequest(request)
        .withRequestPartitionId(partition)
        .execute(() -> searches.fetchByUuid(searchId, partition))
        .filter(it -> it.getStatus() == SearchStatusEnum.PASSCMPLET)
        .filter(it -> it.getNumFound() - it.getNumBlocked() < to)
        .flatMap(it -> searches.tryToMarkSearchAsInProgress(it, partition))
        .ifPresent(it -> searchOn(it, request, partition));
    return super.getResources(searchId, from, to, request, partition);
  }

  private void searchOn(
      Search search, @Nullable RequestDetails request, RequestPartitionId partition) {
    SearchTaskParameters parameters =
        new SearchTaskParameters(
            search,
            daos.getResourceDao(search.getResourceType()),
            search.getSearchParameterMap().orElseThrow(),
            search.getResourceType(),
            request,
            partition,
            ended -> {},
            QueryParameterUtils.DEFAULT_SYNC_SIZE);
    ((SearchContinuationTask) beans.getBean(SearchConfig.CONTINUE_TASK, parameters)).call();
  }

  @Override
  public IBundleProvider registerSearch(
      IFhirResourceDao<?> callingDao,
      SearchParameterMap params,
      String resourceType,
      @Nullable CacheControlDirective cacheControl,
      @Nullable RequestDetails request) {
    if (params.isLoadSynchronous() || params.isOffsetQuery()) {
      return super.registerSearch(callingDao, params, resourceType, cacheControl, request);
    }
    // HAPI hands a search over to its synchronous service, ours, when the client asked not to store
    // it.
    CacheControlDirective doNotStore = new CacheControlDirective().setNoStore(true);
    return firstPageSearch.firstPageOf(
        params,
        resourceType,
        () -> super.registerSearch(callingDao, params, resourceType, doNotStore, request));
  }
}
