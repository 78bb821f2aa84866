package org.andiron.server.error;

import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Answers failures behind the FHIR endpoint. */
@Configuration(proxyBeanMethods = false)
class ErrorConfiguration {

  @Bean
  FhirContribution outgoingErrors() {
    return FhirContribution.ofInterceptors(
        new OutgoingErrorInterceptor(), new BatchOutcomeInterceptor());
  }
}
