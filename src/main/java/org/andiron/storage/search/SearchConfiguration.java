package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.search.PersistedJpaBundleProviderFactory;
import ca.uhn.fhir.jpa.search.cache.ISearchCacheSvc;
import ca.uhn.fhir.jpa.search.cache.ISearchResultCacheSvc;
import java.util.Map;
import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Replaces the parts of HAPI's search and transaction handling that this package corrects. */
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

  @Bean
  static HapiBeanReplacements hapiSearchReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "searchCoordinatorSvc", FirstPageSearchCoordinator.class,
            "synchronousSearchSvc", FirstPageSearch.class,
            "searchParamRegistry", CompartmentSearchParameters.class,
            "hapiTransactionService", ConflictClassifyingTransactionService.class));
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
  FhirContribution compartmentContribution(CompartmentSearchParameters searchParameters) {
    return FhirContribution.ofInterceptors(new CompartmentSearchInterceptor(searchParameters));
  }
}
