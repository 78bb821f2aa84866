package org.andiron.consent.intake;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import org.andiron.consent.ConsentProperties;
import org.andiron.server.FhirContribution;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the check of Consents where they are written. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

  @Bean
  ConsentCheck consentCheck(StoredReferences references, ConsentProperties properties) {
    return new ConsentCheck(references, properties.timeZone());
  }

  @Bean
  FhirContribution consentIntake(ConsentCheck check) {
    return FhirContribution.ofInterceptors(new ConsentWriteInterceptor(check));
  }

  @Bean
  InitializingBean consentIntakeOfJobs(
      IInterceptorService storageInterceptors, ConsentCheck check) {
    return () -> storageInterceptors.registerInterceptor(new ImportedConsents(check));
  }
}
