package org.andiron.server.validation;

import ca.uhn.fhir.context.FhirContext;
import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The checks of what is to be stored, and the operation {@code $validate}. */
@Configuration(proxyBeanMethods = false)
class ValidationConfiguration {

  @Bean
  FhirContribution validationContribution(FhirContext context, ValidationProperties properties) {
    Structure structure = new Structure(new FhirModel(context), properties.maxIssues());
    return FhirContribution.ofInterceptors(new StructureInterceptor(structure));
  }
}
