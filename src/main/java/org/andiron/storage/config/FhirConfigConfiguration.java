package org.andiron.storage.config;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.searchparam.registry.ISearchParamProvider;
import ca.uhn.fhir.jpa.term.api.ITermDeferredStorageSvc;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.server.CapabilityCustomizer;
import org.andiron.server.FhirContribution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;

/** Reads {@code fhir-config} and applies it at start. */
@Configuration(proxyBeanMethods = false)
class FhirConfigConfiguration {

  @Bean
  ConfigurationFolder configurationFolder(FhirConfigProperties properties) {
    return ConfigurationFolder.open(properties.configDir());
  }

  @Bean
  ServerDescription serverDescription(ConfigurationFolder folder, FhirContext fhirContext) {
    return ServerDescriptionReader.read(folder, fhirContext.getResourceTypes());
  }

  @Bean
  CapabilityCustomizer describedCapability(ServerDescription description) {
    return new DescribedCapability(description);
  }

  @Bean
  FhirContribution servedTypes(ServerDescription description) {
    return FhirContribution.ofInterceptors(new ServedTypesInterceptor(description.resourceTypes()));
  }

  /** HAPI's factory registers all types: it is wrapped. */
  @Bean
  static BeanPostProcessor servedProviders(
      ObjectProvider<ServerDescription> description, ObjectProvider<FhirContext> fhirContext) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof ResourceProviderFactory all
            ? new ServedResourceProviders(
                all, description.getObject().resourceTypes(), fhirContext.getObject())
            : bean;
      }
    };
  }

  /** First: what the operator wrote goes before what a package says. */
  @Bean
  @Order(0)
  DefinitionSource fileDefinitions(ConfigurationFolder folder, FhirContext fhirContext) {
    return new FileDefinitions(fhirContext, folder);
  }

  /** HAPI's provider is primary already and cannot be replaced by a bean: it is wrapped. */
  @Bean
  static BeanPostProcessor searchParametersInForce(ObjectProvider<JdbcOperations> jdbc) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof ISearchParamProvider all
            ? new StoredSearchParameters(all, jdbc)
            : bean;
      }
    };
  }

  @Bean
  ConfigurationLifecycle configurationLifecycle(
      ConfigurationFolder folder,
      List<DefinitionSource> sources,
      IHapiTransactionService transactions,
      DaoRegistry daos,
      JdbcOperations jdbc,
      ISearchParamRegistry searchParameters,
      ITermDeferredStorageSvc deferredTerminology,
      IValidationSupport validationSupport,
      DataSource dataSource) {
    return new ConfigurationLifecycle(
        folder,
        sources,
        new DefinitionStore(transactions, daos, jdbc),
        searchParameters,
        deferredTerminology,
        validationSupport,
        dataSource);
  }
}
