package org.andiron.storage.packages;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.config.JpaConfig;
import ca.uhn.fhir.jpa.validation.JpaValidationSupportChain;
import org.andiron.server.CapabilityCustomizer;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.config.DefinitionSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;

/** Loads FHIR packages from {@code fhir-config/packages}. */
@Configuration(proxyBeanMethods = false)
class PackagesConfiguration {

  @Bean
  @Order(1)
  DefinitionSource packageDefinitions(
      FhirContext fhirContext,
      ConfigurationFolder folder,
      PackagesProperties properties,
      JdbcOperations jdbc) {
    return new PackageDefinitions(fhirContext, folder, properties, jdbc);
  }

  @Bean
  InstalledPackages installedPackages(JdbcOperations jdbc) {
    return new InstalledPackages(jdbc);
  }

  @Bean
  CapabilityCustomizer installedGuides(InstalledPackages installed) {
    return new InstalledGuides(installed);
  }

  /** Joins HAPI's chain at its head, after HAPI has built it. */
  @Bean
  SmartInitializingSingleton newestVersionFirst(
      JpaValidationSupportChain chain,
      @Qualifier(JpaConfig.JPA_VALIDATION_SUPPORT) IValidationSupport stored,
      FhirContext fhirContext,
      JdbcOperations jdbc) {
    return () -> chain.addValidationSupport(0, new NewestVersionSupport(fhirContext, stored, jdbc));
  }

  @Bean
  SearchParameterReindex searchParameterReindex(
      JdbcOperations jdbc, IJobCoordinator jobs, PackagesProperties properties) {
    return new SearchParameterReindex(jdbc, jobs, properties);
  }
}
