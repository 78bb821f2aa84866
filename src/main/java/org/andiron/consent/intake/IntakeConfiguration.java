package org.andiron.consent.intake;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import jakarta.persistence.EntityManager;
import org.andiron.consent.ConsentProperties;
import org.andiron.consent.identifier.IdentifiedResources;
import org.andiron.server.FhirContribution;
import org.andiron.storage.RestrictedAccess;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Joins the check of Consents where they are written. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

  @Bean
  StoredReferences storedReferences(
      JdbcOperations jdbc,
      EntityManager session,
      IdentifiedResources identified,
      JpaStorageSettings settings,
      ObjectProvider<RestrictedAccess> access) {
    return new StoredReferences(jdbc, session, identified, settings, access);
  }

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
