package org.andiron.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database and the pool of connections to it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  DatabaseProperties.class,
  EmbeddedPostgresProperties.class,
  ConnectionPoolProperties.class
})
public class DatabaseConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseConfiguration.class);

  // Beyond the pool: superuser's reserve, backups, and an operator with psql.
  private static final int OTHER_CONNECTIONS = 10;
  private static final int MOST_IDLE = 5;

  @Bean(destroyMethod = "close")
  Database database(
      ObjectProvider<OpeningDatabase> opening,
      DatabaseProperties external,
      EmbeddedPostgresProperties embedded) {
    OpeningDatabase begun = opening.getIfAvailable();
    Database database =
        begun != null ? begun.await() : DatabaseConnector.open(external, embedded, LOG::info);
    LOG.info("Using {}", database.description());
    return database;
  }

  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(
      Database database, ConnectionPoolProperties pool, EmbeddedPostgresProperties embedded) {
    if (database instanceof EmbeddedDatabase
        && pool.poolSize() > embedded.maxConnections() - OTHER_CONNECTIONS) {
      throw new IllegalArgumentException(
          "andiron.storage.pool-size ("
              + pool.poolSize()
              + ") must leave "
              + OTHER_CONNECTIONS
              + " of andiron.storage.embedded.max-connections ("
              + embedded.maxConnections()
              + ") free");
    }
    return new HikariDataSource(poolConfig(database, pool));
  }

  static HikariConfig poolConfig(Database database, ConnectionPoolProperties pool) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("andiron");
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    // Otherwise a user called like our schema finds HAPI's tables in it, anew, and no records.
    config.setConnectionInitSql("set search_path to " + database.searchPath());
    config.setMaximumPoolSize(pool.poolSize());
    // Each connection is a process of PostgreSQL: keep few while nothing happens.
    config.setMinimumIdle(Math.min(MOST_IDLE, pool.poolSize()));
    config.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    config.setConnectionTimeout(pool.connectionTimeout().toMillis());
    config.setInitializationFailTimeout(pool.connectionTimeout().toMillis());
    // Firewalls between us and an external database forget quiet connections.
    config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    config.addDataSourceProperty("ApplicationName", "andiron");
    // Keeps the values of a failed statement, which are of records, out of its message.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "10");
    // One multi-row insert instead of many: HAPI writes index rows in batches.
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // HAPI repeats its statements: plan them on the server from the fifth use on.
    config.addDataSourceProperty("prepareThreshold", "5");
    config.addDataSourceProperty("preparedStatementCacheQueries", "256");
    config.addDataSourceProperty("preparedStatementCacheSizeMiB", "5");
    return config;
  }
}
