package org.andiron.storage.request;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.IPagingProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.andiron.server.CapabilityCustomizer;
import org.andiron.server.FhirContribution;
import org.andiron.server.SeparateType;
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
      SearchRequestReader reader,
      List<SeparateType> separateTypes) {
    List<Object> providers = new ArrayList<>();
    Set<String> types = new TreeSet<>(daoRegistry.getRegisteredDaoTypes());
    separateTypes.forEach(it -> types.remove(it.name()));
    providers.add(new AllTypesSearchProvider(types, searchParameters, searches));
    for (String type : types) {
      providers.add(new TypeSearchProvider(daoRegistry.getResourceDao(type)));
    }
    return new FhirContribution(
        providers, List.of(new SearchAnswerInterceptor(), new SearchBindingInterceptor(reader)));
  }
}
