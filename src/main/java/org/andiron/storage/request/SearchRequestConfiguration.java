package org.andiron.storage.request;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.IPagingProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.andiron.server.CapabilityCustomizer;
import org.andiron.server.FhirContribution;
import org.andiron.storage.compartment.CompartmentSearchParameters;
import org.andiron.storage.paging.PagedSearches;
import org.andiron.storage.query.SearchParser;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the searches of one type and of all types to the endpoint. */
@Configuration(proxyBeanMethods = false)
class SearchRequestConfiguration {

  @Bean
  SearchRequestReader searchRequestReader(
      FhirContext fhirContext, Supplier<SearchParser> searchParsers, IPagingProvider paging) {
    return new SearchRequestReader(fhirContext, searchParsers, paging);
  }

  @Bean
  CapabilityCustomizer systemSearchCapability() {
    return new SystemSearchCapability();
  }

  @Bean
  FhirContribution searchContribution(
      DaoRegistry daoRegistry,
      CompartmentSearchParameters searchParameters,
      PagedSearches searches,
      SearchRequestReader reader) {
    List<Object> providers = new ArrayList<>();
    providers.add(new AllTypesSearchProvider(daoRegistry, searchParameters, searches));
    for (String type : new TreeSet<>(daoRegistry.getRegisteredDaoTypes())) {
      providers.add(new TypeSearchProvider(daoRegistry.getResourceDao(type)));
    }
    return new FhirContribution(
        providers, List.of(new SearchAnswerInterceptor(), new SearchBindingInterceptor(reader)));
  }
}
