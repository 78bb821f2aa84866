package org.andiron.server.capability;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.time.Clock;
import java.util.List;
import org.andiron.server.CapabilityCustomizer;
import org.andiron.server.FhirContribution;
import org.andiron.server.FhirServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Serves the CapabilityStatement, the OpenAPI description and its Swagger pages. */
@Configuration(proxyBeanMethods = false)
class CapabilityConfiguration {

  @Bean
  FhirServerCustomizer capabilityStatement(
      IFhirSystemDao<?, ?> systemDao,
      JpaStorageSettings storageSettings,
      ISearchParamRegistry searchParamRegistry,
      DaoRegistry daos,
      List<CapabilityCustomizer> customizers) {
    return server ->
        server.setServerConformanceProvider(
            new CapabilityStatementSource(
                server, systemDao, storageSettings, searchParamRegistry, daos, customizers));
  }

  @Bean
  FhirContribution capabilityInterceptors(FhirContext fhirContext) {
    return FhirContribution.ofInterceptors(
        new PreparedCapabilityInterceptor(fhirContext, Clock.systemUTC()),
        new OpenApiInterceptor());
  }
}
