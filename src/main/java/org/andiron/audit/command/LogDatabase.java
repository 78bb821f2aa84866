package org.andiron.audit.command;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.andiron.audit.retention.RetentionRole;
import org.andiron.storage.postgres.RunningInstance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which the commands are told in which database the log is. */
final class LogDatabase {

  private static final String PASSWORD_VARIABLE = "ANDIRON_DB_PASSWORD";

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      defaultValue = "./data/postgres",
      description =
          "Of the running embedded database, if no other is named (default: ${DEFAULT-VALUE}).")
  private Path dataDirectory = Path.of("./data/postgres");

  @Option(
      names = "--db-url",
      paramLabel = "URL",
      defaultValue = "${env:ANDIRON_DB_URL}",
      description = "An external database, jdbc:postgresql://… (also ANDIRON_DB_URL).")
  private @Nullable String url;

  @Option(
      names = "--db-user",
      paramLabel = "NAME",
      defaultValue = "${env:ANDIRON_DB_USER}",
      description = "Its user (also ANDIRON_DB_USER); the password is in ANDIRON_DB_PASSWORD.")
  private @Nullable String user;

  @FunctionalInterface
  interface Work<T> {
    T with(List<Connection> connections) throws InterruptedException;
  }

  /**
   * Does something over some connections without autocommit, which end with it.
   *
   * @throws UnableException if there is no database, or it does not answer
   */
  <T> T connected(int number, Work<T> work) throws InterruptedException {
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < number; i++) {
        Connection connection = open(false);
        connections.add(connection);
        connection.setAutoCommit(false);
      }
      return work.with(connections);
    } catch (SQLException e) {
      throw new UnableException("cannot connect to the database: " + e.getMessage(), e);
    } finally {
      connections.forEach(LogDatabase::close);
    }
  }

  /** What is done as the role for retention. */
  @FunctionalInterface
  interface RetentionWork<T> {
    T as(RetentionRole role) throws InterruptedException;
  }

  /**
   * Does something as the role for retention, which the superuser of an embedded database takes on,
   * and of an external one the login that is named.
   *
   * @throws UnableException if there is no database, or it does not answer
   */
  <T> T forRetention(RetentionWork<T> work) throws InterruptedException {
    try (Connection connection = open(true)) {
      connection.setAutoCommit(false);
      return work.as(RetentionRole.on(connection));
    } catch (SQLException e) {
      throw new UnableException("cannot connect to the database: " + e.getMessage(), e);
    }
  }

  private Connection open(boolean asSuperuser) throws SQLException {
    String external = url;
    Properties login = new Properties();
    login.setProperty("ApplicationName", "andiron-audit-command");
    login.setProperty("logServerErrorDetail", "false");
    if (external != null && !external.isBlank()) {
      put(login, "user", user);
      put(login, "password", System.getenv(PASSWORD_VARIABLE));
      return DriverManager.getConnection(external, login);
    }
    RunningInstance running =
        Optional.of(dataDirectory)
            .flatMap(RunningInstance::find)
            .orElseThrow(
                () ->
                    new UnableException(
                        "no server runs on "
                            + dataDirectory
                            + "; start it, or give --db-url; a dump is verified with --dump",
                        null));
    put(login, "user", asSuperuser ? running.superuser() : running.user());
    put(login, "password", asSuperuser ? running.superuserPassword() : running.password());
    return DriverManager.getConnection(running.jdbcUrl(), login);
  }

  private static void put(Properties login, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      login.setProperty(name, value);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It only read.
      return;
    }
  }
}
