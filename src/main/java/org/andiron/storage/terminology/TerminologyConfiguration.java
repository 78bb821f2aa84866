package org.andiron.storage.terminology;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.validation.JpaValidationSupportChain;
import java.util.Map;
import org.andiron.server.FhirContribution;
import org.andiron.storage.codes.LoadedSystems;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts our terminology in the place of the parts of HAPI's that need Hibernate Search. */
@Configuration(proxyBeanMethods = false)
class TerminologyConfiguration {

  @Bean
  static HapiBeanReplacements hapiTerminologyReplacements() {
    return new HapiBeanReplacements(Map.of("terminologyService", StoredTerminology.class));
  }

  @Bean
  InitializingBean terminologyStorageHooks(
      IInterceptorService storageInterceptors, IValidationSupport validationSupport) {
    return () ->
        storageInterceptors.registerInterceptor(new TerminologyCacheReset(validationSupport));
  }

  /** Joins HAPI's chain at its head, after HAPI has built it. */
  @Bean
  SmartInitializingSingleton ownExpansionFirst(
      JpaValidationSupportChain chain,
      FhirContext fhirContext,
      StoredTerminology terminology,
      LoadedSystems loadedSystems) {
    return () -> {
      chain.addValidationSupport(0, new ExpansionSupport(fhirContext, terminology, loadedSystems));
      chain.addValidationSupport(0, new LoadedCodesSupport(fhirContext, loadedSystems));
    };
  }

  @Bean
  FhirContribution terminologyContribution(
      DaoRegistry daos, IValidationSupport validationSupport, LoadedSystems loadedSystems) {
    return FhirContribution.ofProviders(
        new SubsumesOperation(daos, validationSupport, loadedSystems));
  }
}
