package org.andiron.storage.compartment;

import java.util.Map;
import org.andiron.server.FhirContribution;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the compartments to HAPI's search parameters, requests and exports. */
@Configuration(proxyBeanMethods = false)
class CompartmentConfiguration {

  @Bean
  static HapiBeanReplacements hapiCompartmentReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "searchParamRegistry", CompartmentSearchParameters.class,
            "jpaBulkExportProcessor", WholePatientExport.class));
  }

  @Bean
  FhirContribution compartmentContribution(CompartmentSearchParameters searchParameters) {
    return FhirContribution.ofInterceptors(new CompartmentSearchInterceptor(searchParameters));
  }
}
