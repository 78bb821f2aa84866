package org.andiron.audit.store;

import javax.sql.DataSource;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.migration.DatabaseMigration;
import org.andiron.storage.postgres.Database;
import org.andiron.storage.postgres.SeparatePool;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The audit log and its partitions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
class AuditStoreConfiguration {

  /** While one waits for the disk, the next group is being sent. */
  private static final int WRITERS = 2;

  /** With its partitions: some things are recorded before the server is put together. */
  @Bean(destroyMethod = "close")
  AuditLog auditLog(
      RestrictedAccess access,
      DataSource dataSource,
      Database database,
      AuditProperties settings,
      AuditPartitions partitions) {
    partitions.make();
    return new AuditLog(
        access,
        new JdbcTemplate(dataSource),
        SeparatePool.open(database, "andiron-audit", WRITERS, settings.commitTimeout()),
        settings);
  }

  @Bean
  AuditPartitions auditPartitions(DataSource dataSource, DatabaseMigration migration) {
    migration.requireDone();
    return new AuditPartitions(new JdbcTemplate(dataSource));
  }
}
