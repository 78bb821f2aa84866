package org.andiron.audit.sealer;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.andiron.storage.postgres.Database;
import org.andiron.storage.postgres.DatabaseConfiguration;
import org.andiron.storage.postgres.SeparatePool;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** An embedded PostgreSQL with any number of databases that are migrated and empty. */
public final class AuditCluster implements AutoCloseable {

  private static final String TEMPLATE = "andiron";

  private final Path directory;
  private final AnnotationConfigApplicationContext context;
  private int databases;

  /** Starts one in an empty directory. */
  public AuditCluster(Path directory) {
    this.directory = directory;
    this.context = new AnnotationConfigApplicationContext();
    TestPropertyValues.of("andiron.storage.embedded.directory=" + directory).applyTo(context);
    context.register(DatabaseConfiguration.class);
    context.scan("org.andiron.storage.migration");
    context.refresh();
    // Nobody may be in a database that is copied.
    context.getBean(HikariDataSource.class).close();
  }

  /** A new database. */
  public AuditDatabase database() throws SQLException {
    String name = "audit" + ++databases;
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + TEMPLATE + " owner andiron");
    }
    return new AuditDatabase(this, name);
  }

  /** The one that a server would use; none is copied of it any more then. */
  public AuditDatabase migrated() throws SQLException {
    return new AuditDatabase(this, TEMPLATE);
  }

  Connection superuser(String database) throws SQLException {
    try {
      return DriverManager.getConnection(
          url(database),
          "postgres",
          Files.readString(directory.resolve("maintenance-password")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Connection application(String database) throws SQLException {
    Database opened = context.getBean(Database.class);
    return DriverManager.getConnection(url(database), opened.user(), opened.password());
  }

  HikariDataSource pool(String database) {
    HikariDataSource pool =
        SeparatePool.open(
            context.getBean(Database.class), "andiron-audit-sealer", 2, Duration.ofSeconds(20));
    pool.setJdbcUrl(url(database));
    pool.setMinimumIdle(0);
    return pool;
  }

  private String url(String database) {
    return context.getBean(Database.class).jdbcUrl().replaceFirst("/andiron\\b", "/" + database);
  }

  @Override
  public void close() {
    context.close();
  }
}
