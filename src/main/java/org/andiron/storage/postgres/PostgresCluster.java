package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The files of a cluster: its creation, its roles, its configuration. Run under the lock. */
final class PostgresCluster {

  static final String SUPERUSER = "postgres";
  static final String APPLICATION_USER = "andiron";
  static final String DATABASE = "andiron";

  private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration SINGLE_USER_TIMEOUT = Duration.ofMinutes(2);

  private static final String NEW_DATABASE =
      """
      CREATE DATABASE andiron OWNER andiron;

      REVOKE ALL ON DATABASE andiron FROM PUBLIC;

      REVOKE ALL ON DATABASE postgres FROM PUBLIC;

      """;

  private final PostgresDirectory directory;
  private final PostgresBinaries.Archive archive;
  private final PostgresBinaries binaries;
  private final ServerAccount account;
  private final ExternalCommand command;

  PostgresCluster(
      PostgresDirectory directory,
      PostgresBinaries.Archive archive,
      PostgresBinaries binaries,
      ServerAccount account) {
    this.directory = directory;
    this.archive = archive;
    this.binaries = binaries;
    this.account = account;
    this.command = new ExternalCommand(directory.path());
  }

  /** Refuses a cluster whose files another major version wrote. */
  static void requireMajorVersion(PostgresDirectory directory, String major) throws IOException {
    Path file = directory.cluster().resolve("PG_VERSION");
    if (!Files.exists(directory.cluster())) {
      return;
    }
    if (!Files.exists(file)) {
      throw new DatabaseUnavailableException(
          directory.cluster()
              + " holds no PostgreSQL cluster (there is no PG_VERSION in it); restore it from a"
              + " backup, or move it away to start with an empty database.");
    }
    String found = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (!found.equals(major)) {
      throw new DatabaseUnavailableException(
          "The database in "
              + directory.path()
              + " was made by PostgreSQL "
              + found
              + ", this Andiron brings PostgreSQL "
              + major
              + "; move the data with pg_dump of version "
              + found
              + " or pg_upgrade, or run PostgreSQL "
              + found
              + " on "
              + directory.cluster()
              + " and set ANDIRON_DB_URL, or set andiron.storage.embedded.directory to a new"
              + " folder.");
    }
  }

  /** Creates the cluster with its roles and database, in one step as seen from outside. */
  void createIfMissing(Consumer<String> progress) throws IOException, InterruptedException {
    boolean exists = Files.exists(directory.cluster());
    Optional<String> application = directory.readSecret(directory.password());
    Optional<String> maintenance = directory.readSecret(directory.maintenancePassword());
    if (exists && application.isPresent() && maintenance.isPresent()) {
      return;
    }
    // Never overwritten while present: an older cluster may depend on it.
    String applicationPassword =
        application.isPresent() ? application.get() : directory.createSecret(directory.password());
    String maintenancePassword =
        maintenance.isPresent()
            ? maintenance.get()
            : directory.createSecret(directory.maintenancePassword());
    String roles = roles(applicationPassword, maintenancePassword);
    if (exists) {
      progress.accept("A password file was missing: setting new passwords");
      singleUser(directory.cluster(), roles);
      return;
    }
    progress.accept("Creating the database cluster in " + directory.cluster());
    Path cluster = directory.newCluster();
    PostgresDirectory.deleteTree(cluster);
    PostgresDirectory.createPrivateFolder(cluster);
    account.adopt(directory.path());
    ExternalCommand.Result result =
        command.run(
            account.commandLine(
                List.of(
                    binaries.program("initdb"),
                    "--username=" + SUPERUSER,
                    "--pwfile=" + directory.maintenancePassword(),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--data-checksums")),
            Map.of("PGDATA", cluster.toString()),
            INITDB_TIMEOUT);
    if (!result.succeeded()) {
      throw failed("PostgreSQL could not create its cluster in " + cluster, result);
    }
    singleUser(cluster, roles + NEW_DATABASE);
    PostgresDirectory.moveAtomically(cluster, directory.cluster());
  }

  // The application owns its database but is no superuser, and policies bind it. CREATEROLE lets
  // the migrations make the restricted role.
  private static String roles(String applicationPassword, String maintenancePassword) {
    return """
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'andiron') THEN
        CREATE ROLE andiron;
      END IF;
    END $$;

    ALTER ROLE andiron LOGIN CREATEROLE NOSUPERUSER NOCREATEDB NOREPLICATION NOBYPASSRLS PASSWORD '%s';

    ALTER ROLE postgres PASSWORD '%s';

    """
        .formatted(applicationPassword, maintenancePassword);
  }

  void configure(EmbeddedPostgresProperties properties, int port) throws IOException {
    write("postgresql.conf", PostgresSettings.postgresqlConf(properties, port, archive.platform()));
    write("pg_hba.conf", PostgresSettings.pgHbaConf());
  }

  private void write(String name, String content) throws IOException {
    Path file = directory.cluster().resolve(name);
    if (Files.exists(file) && Files.readString(file).equals(content)) {
      return;
    }
    directory.writePrivately(file, content);
    account.adopt(file);
  }

  /** Runs SQL without a server, each statement ended by a semicolon and an empty line. */
  private void singleUser(Path cluster, String sql) throws IOException, InterruptedException {
    ExternalCommand.Result result =
        command.run(
            account.commandLine(
                List.of(
                    binaries.program("postgres"),
                    "--single",
                    "-j",
                    "-c",
                    "log_min_messages=error",
                    "-c",
                    "log_min_error_statement=panic",
                    "-c",
                    "log_error_verbosity=terse",
                    SUPERUSER)),
            Map.of("PGDATA", cluster.toString()),
            sql,
            SINGLE_USER_TIMEOUT);
    if (!result.succeeded() || result.output().matches("(?s).*\\b(ERROR|FATAL|PANIC):.*")) {
      throw failed("PostgreSQL could not set up its roles in " + cluster, result);
    }
  }

  private static DatabaseUnavailableException failed(String what, ExternalCommand.Result result) {
    String reason =
        result
            .output()
            .lines()
            .filter(line -> line.matches("(?i).*\\b(error|fatal|panic|cannot|could not)\\b.*"))
            .findFirst()
            .orElse(result.exitCode() < 0 ? "it took too long" : "exit code " + result.exitCode());
    return new DatabaseUnavailableException(
        what
            + " ("
            + reason.strip()
            + "); check space and rights on that disk, or set"
            + " andiron.storage.embedded.directory to another folder.");
  }
}
