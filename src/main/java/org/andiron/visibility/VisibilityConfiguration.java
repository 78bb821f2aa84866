package org.andiron.visibility;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import jakarta.persistence.EntityManager;
import java.util.Map;
import javax.sql.DataSource;
import org.andiron.server.FhirContribution;
import org.andiron.storage.SelectedResources;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Joins the storage where it opens its transactions. */
@Configuration(proxyBeanMethods = false)
class VisibilityConfiguration {

  @Bean
  static HapiBeanReplacements visibleRowsCache() {
    return new HapiBeanReplacements(Map.of("memoryCacheService", VisibleRowsCache.class));
  }

  @Bean
  RestrictedTransactions restrictedTransactions(
      DataSource dataSource,
      EntityManager session,
      PlatformTransactionManager transactions,
      FhirContext context,
      JpaStorageSettings settings,
      ObjectProvider<SelectedResources> statements,
      ObjectProvider<Withholding> withholding,
      ObjectProvider<PlacedResources> placing,
      ObjectProvider<NamedResources> named) {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    TransactionTemplate newTransactions = new TransactionTemplate(transactions);
    newTransactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    TransactionTemplate looks = new TransactionTemplate(transactions);
    looks.setReadOnly(true);
    return new RestrictedTransactions(
        jdbc,
        session,
        new Compartments(jdbc),
        new BinaryReferrers(jdbc, new BinaryLinks(context, settings::getTreatBaseUrlsAsLocal)),
        new AdmissionQueries(jdbc, newTransactions, statements),
        reader -> withholding.getObject().from(reader),
        (placed, removed, request) ->
            placing.orderedStream().forEach(it -> it.placed(placed, removed, request)),
        resource -> named.getObject().in(resource),
        looks);
  }

  @Bean
  VisibleResources visibleResources(RestrictedTransactions transactions) {
    return new VisibleResources(transactions);
  }

  @Bean
  InitializingBean visibilityOfJobs(IInterceptorService storageInterceptors) {
    return () -> storageInterceptors.registerInterceptor(new JobVisibilityInterceptor());
  }

  @Bean
  FhirContribution visibilityContribution(
      RestrictedTransactions transactions, DataSource dataSource) {
    return FhirContribution.ofInterceptors(
        new RestrictedWriteInterceptor(transactions, new JdbcTemplate(dataSource)),
        new TagInventoryInterceptor(transactions));
  }
}
