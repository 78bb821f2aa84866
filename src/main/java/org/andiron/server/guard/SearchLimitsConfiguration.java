package org.andiron.server.guard;

import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The limits that need to know the search parameters; the others stand without HAPI's storage. */
@Configuration(proxyBeanMethods = false)
class SearchLimitsConfiguration {

  @Bean
  FhirContribution searchLimitsContribution(
      LimitsProperties limits, ISearchParamRegistry searchParameters) {
    return FhirContribution.ofInterceptors(
        new SearchNumberLimitsInterceptor(new SearchNumberLimits(limits, searchParameters)));
  }
}
