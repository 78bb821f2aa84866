package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.search.PersistedJpaBundleProviderFactory;
import ca.uhn.fhir.jpa.search.cache.ISearchCacheSvc;
import ca.uhn.fhir.jpa.search.cache.ISearchResultCacheSvc;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.server.IPagingProvider;
import java.util.List;
import java.util.Map;
import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Replaces the parts of HAPI's search that this package corrects. */
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

  @Bean
  static HapiBeanReplacements hapiSearchReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "matchUrlService", CriteriaMatchUrls.class,
            "searchCoordinatorSvc", FirstPageSearchCoordinator.class,
            "synchronousSearchSvc", FirstPageSearch.class,
            "searchParamRegistry", CompartmentSearchParameters.class));
  }

  @Bean
  PageAssembler searchPageAssembler(
      FhirContext fhirContext,
      JpaStorageSettings storageSettings,
      IInterceptorBroadcaster interceptors) {
    return new PageAssembler(fhirContext, storageSettings, interceptors);
  }

  @Bean
  StoredSearches storedSearches(
      HapiTransactionService transactions,
      ISearchCacheSvc searches,
      ISearchResultCacheSvc results,
      PersistedJpaBundleProviderFactory bundles) {
    return new StoredSearches(transactions, searches, results, bundles);
  }

  @Bean
  AllTypesSearch allTypesSearch(
      FhirContext fhirContext,
      HapiTransactionService transactions,
      SearchBuilderFactory<JpaPid> searchBuilders,
      PageAssembler assembler,
      StoredSearches storedSearches) {
    return new AllTypesSearch(fhirContext, transactions, searchBuilders, assembler, storedSearches);
  }

  @Bean
  FhirContribution searchContextContribution(
      FhirContext fhirContext,
      DaoRegistry daoRegistry,
      MatchUrlService matchUrls,
      IPagingProvider pagingProvider,
      CompartmentSearchParameters searchParameters,
      AllTypesSearch search) {
    return new FhirContribution(
        List.of(
            new AllTypesSearchProvider(
                fhirContext, daoRegistry, matchUrls, pagingProvider, searchParameters, search)),
        List.of(new CompartmentSearchInterceptor(searchParameters)));
  }
}
