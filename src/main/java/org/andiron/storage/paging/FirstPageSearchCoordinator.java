package org.andiron.storage.paging;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.partition.IRequestPartitionHelperSvc;
import ca.uhn.fhir.jpa.search.ExceptionService;
import ca.uhn.fhir.jpa.search.PersistedJpaBundleProviderFactory;
import ca.uhn.fhir.jpa.search.SearchCoordinatorSvcImpl;
import ca.uhn.fhir.jpa.search.SearchStrategyFactory;
import ca.uhn.fhir.jpa.search.cache.ISearchCacheSvc;
import ca.uhn.fhir.jpa.search.cache.ISearchResultCacheSvc;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
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
  }

  @Override
  public IBundleProvider registerSearch(
      IFhirResourceDao<?> callingDao,
      SearchParameterMap params,
      String resourceType,
      @Nullable CacheControlDirective cacheControl,
      @Nullable RequestDetails request) {
    if (params.isLoadSynchronous()
        || params.isOffsetQuery()
        || WrittenSearch.of(List.of(resourceType), params).isEmpty()) {
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
