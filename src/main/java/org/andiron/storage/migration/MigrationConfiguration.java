package org.andiron.storage.migration;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Migrates as soon as there is a database. */
@Configuration(proxyBeanMethods = false)
class MigrationConfiguration {

  @Bean(initMethod = "migrate")
  DatabaseMigration databaseMigration(DataSource dataSource) {
    return new DatabaseMigration(dataSource);
  }
}
