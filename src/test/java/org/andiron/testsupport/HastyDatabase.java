package org.andiron.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.andiron.storage.postgres.Database;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets the database of a test not wait for the disk: each request commits, and nobody cuts the
 * power. What is killed loses nothing by it. That servers wait is tested where databases are
 * started.
 */
final class HastyDatabase implements BeanPostProcessor {

  private final Path directory;

  /**
   * @param directory of the embedded PostgreSQL
   */
  HastyDatabase(Path directory) {
    this.directory = directory;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof Database database) {
      try (Connection connection =
              DriverManager.getConnection(
                  database.jdbcUrl(),
                  "postgres",
                  Files.readString(directory.resolve("maintenance-password")).strip());
          Statement statement = connection.createStatement()) {
        statement.execute("alter system set fsync = off");
        statement.execute("select pg_reload_conf()");
      } catch (SQLException | IOException e) {
        throw new IllegalStateException("PostgreSQL in " + directory + " takes no setting", e);
      }
    }
    return bean;
  }
}
