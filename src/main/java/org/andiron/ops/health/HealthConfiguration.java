package org.andiron.ops.health;

import java.util.Optional;
import javax.sql.DataSource;
import org.andiron.storage.SearchIndex;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of readiness that are Andiron's own; they are grouped in {@code application.yaml}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HealthProperties.class)
class HealthConfiguration {

  @Bean(destroyMethod = "close")
  DatabaseProbe databaseProbe(DataSource dataSource, HealthProperties properties) {
    return new DatabaseProbe(
        new ProbeConnections(dataSource, properties.databaseTimeout()),
        properties.databaseTimeout());
  }

  @Bean
  HealthIndicator databaseHealthIndicator(DatabaseProbe probe) {
    return new DatabaseHealthIndicator(probe);
  }

  @Bean
  HealthIndicator migrationsHealthIndicator(DatabaseMigration migration) {
    return new MigrationsHealthIndicator(migration::isDone);
  }

  @Bean
  HealthIndicator searchIndexHealthIndicator(SearchIndex index) {
    return new SearchIndexHealthIndicator(index::isWhole);
  }

  @Bean
  InfoContributor versionInfoContributor() {
    return new VersionInfoContributor(
        Optional.ofNullable(HealthConfiguration.class.getPackage().getImplementationVersion())
            .orElse("development"));
  }
}
