package org.andiron.storage.jpa;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.migration.DatabaseMigration;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;

/** The one persistence unit, HAPI's, over the migrated database. */
@Configuration(proxyBeanMethods = false)
class PersistenceConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(PersistenceConfiguration.class);

  /**
   * HAPI's own name for the persistence unit; its {@code @PersistenceContext} fields ask for it.
   */
  private static final String PERSISTENCE_UNIT = "HAPI_PU";

  @Bean
  static BeanPostProcessor fhirModelWarmUp() {
    return new FhirModelWarmUp();
  }

  @Bean
  static BeanPostProcessor writtenReferences() {
    return new WrittenReferences();
  }

  @Bean
  static BeanDefinitionRegistryPostProcessor queryOnDemandRepositories() {
    return new QueryOnDemandRepositories();
  }

  @Bean
  LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource dataSource,
      DatabaseMigration migrated,
      ConfigurableListableBeanFactory beanFactory,
      FhirContext fhirContext,
      JpaStorageSettings storageSettings,
      ObjectProvider<RestrictedAccess> access) {
    migrated.requireDone();
    LOG.info("Preparing the storage of FHIR resources");
    LocalContainerEntityManagerFactoryBean factory =
        HapiEntityManagerFactoryUtil.newEntityManagerFactory(
            beanFactory, fhirContext, storageSettings);
    factory.setPersistenceUnitName(PERSISTENCE_UNIT);
    factory.setDataSource(dataSource);
    factory
        .getJpaPropertyMap()
        .putAll(
            Map.of(
                JdbcSettings.DIALECT,
                HapiFhirPostgresDialect.class.getName(),
                // The migration made the schema: Hibernate must neither change nor check it.
                SchemaToolingSettings.HBM2DDL_AUTO,
                "none",
                JdbcSettings.ALLOW_METADATA_ON_BOOT,
                "true",
                BatchSettings.STATEMENT_BATCH_SIZE,
                "100",
                JdbcSettings.STATEMENT_INSPECTOR,
                new RestrictedStatements(access),
                "hibernate.search.enabled",
                "false",
                "hibernate.query.plan_cache_max_size",
                "2048",
                "hibernate.jpa.compliance.proxy",
                "false",
                "hibernate.integration.envers.enabled",
                "false"));
    return factory;
  }

  @Bean
  @Primary
  PlatformTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
    JpaTransactionManager manager = new JpaTransactionManager(entityManagerFactory);
    // What is done before the commit has transactions of its own. If one of these cannot begin,
    // because
    // all connections are taken, Spring takes that for a failure of the commit itself, and the
    // connection of this one would stay open for ever.
    manager.setRollbackOnCommitFailure(true);
    return manager;
  }
}
