package org.andiron.consent.labelling;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.validation.JpaValidationSupportChain;
import jakarta.persistence.EntityManager;
import org.andiron.consent.facts.ResourceElements;
import org.andiron.consent.label.LabelRuleFiles;
import org.andiron.consent.label.Labeller;
import org.andiron.server.FhirContribution;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the rules at start. Whatever is stored, also by jobs, is labelled by them. */
@Configuration(proxyBeanMethods = false)
class LabellingConfiguration {

  @Bean
  Labeller labeller(ConfigurationFolder folder, FhirContext context) {
    return new Labeller(context, LabelRuleFiles.read(folder.files("consent-policies/labels")));
  }

  @Bean
  LabelledResources labelledResources(
      JdbcOperations jdbc, Labeller labeller, DatabaseMigration migrated) {
    migrated.requireDone();
    return new LabelledResources(jdbc, labeller.version());
  }

  @Bean
  InitializingBean labelInterceptor(
      IInterceptorService storageInterceptors,
      FhirContext context,
      Labeller labeller,
      LabelledResources labelled,
      JdbcOperations jdbc,
      EntityManager session,
      ObjectProvider<RestrictedAccess> access,
      RelabelledResources relabelled) {
    PendingLabels pending = new PendingLabels(labelled, jdbc, session);
    PartLabelling parts = new PartLabelling(new ResourceElements(context), jdbc, session, access);
    return () ->
        storageInterceptors.registerInterceptor(
            new LabelInterceptor(labeller, labelled, pending, parts, session, relabelled));
  }

  @Bean
  FhirContribution highWaterMark() {
    return FhirContribution.ofInterceptors(new HighWaterMarkInterceptor());
  }

  /** Joins HAPI's chain at its head, after HAPI has built it. */
  @Bean
  SmartInitializingSingleton partLabelKnown(JpaValidationSupportChain chain, FhirContext context) {
    return () -> chain.addValidationSupport(0, new PartLabelSupport(context));
  }

  @Bean
  Relabelling relabelling(
      JdbcOperations jdbc,
      PlatformTransactionManager transactions,
      FhirContext context,
      Labeller labeller,
      LabelledResources labelled,
      RelabelledResources relabelled) {
    return new Relabelling(
        new RelabelBatches(
            jdbc, new TransactionTemplate(transactions), context, labeller, labelled, relabelled),
        labeller.hasRules());
  }
}
