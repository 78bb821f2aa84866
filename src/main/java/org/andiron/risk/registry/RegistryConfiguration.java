package org.andiron.risk.registry;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.andiron.audit.AuditTrail;
import org.andiron.risk.PackageReader;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.config.FhirConfigProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the registry of risk models together; a broken package in the folder stops the start. */
@Configuration(proxyBeanMethods = false)
class RegistryConfiguration {

  @Bean
  RegistryStore riskRegistryStore(DataSource dataSource) {
    return new RegistryStore(new JdbcTemplate(dataSource));
  }

  @Bean
  StoredPackages riskStoredPackages(PackageReader reader, RegistryStore store) {
    return new StoredPackages(reader, store);
  }

  @Bean
  ModelRegistry riskModelRegistry(
      RegistryStore store, StoredPackages packages, RegistryProperties settings) {
    return new ModelRegistry(store, packages, settings.pins());
  }

  @Bean
  ModelDeployment riskModelDeployment(
      ModelRegistry registry,
      RegistryStore store,
      StoredPackages packages,
      PackageReader reader,
      ConfigurationFolder folder,
      FhirConfigProperties folderSettings,
      RegistryProperties settings,
      DataSource dataSource,
      AuditTrail trail) {
    return new ModelDeployment(
        registry,
        store,
        packages,
        reader,
        firstThenAnew(folder, folderSettings),
        settings.pins(),
        new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
        trail);
  }

  /** At start the folder that all others read; then as it is on disk when it is asked for. */
  private static Supplier<ConfigurationFolder> firstThenAnew(
      ConfigurationFolder atStart, FhirConfigProperties settings) {
    AtomicReference<@Nullable ConfigurationFolder> first = new AtomicReference<>(atStart);
    return () -> {
      ConfigurationFolder folder = first.getAndSet(null);
      return folder != null ? folder : ConfigurationFolder.open(settings.configDir());
    };
  }

  /** After the record that the server starts. */
  @Bean
  @DependsOn("recordedRun")
  RegistryLifecycle riskRegistryLifecycle(ModelRegistry registry, ModelDeployment deployment) {
    return new RegistryLifecycle(registry, deployment);
  }
}
