package org.andiron.audit.lifecycle;

import javax.sql.DataSource;
import org.andiron.audit.AuditTrail;
import org.andiron.startup.AndironVersion;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Records what happens to the server itself. */
@Configuration(proxyBeanMethods = false)
class LifecycleAuditConfiguration {

  @Bean
  RecordedRun recordedRun(
      AuditTrail trail,
      DatabaseMigration migration,
      ConfigurationFolder folder,
      Environment environment,
      DataSource dataSource) {
    RecordedStates states =
        new RecordedStates(
            new JdbcTemplate(dataSource),
            new TransactionTemplate(new DataSourceTransactionManager(dataSource)));
    return new RecordedRun(
        trail,
        new AppliedConfiguration(trail, states, migration, folder, environment),
        AndironVersion.current());
  }
}
