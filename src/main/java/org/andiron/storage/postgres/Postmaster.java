package org.andiron.storage.postgres;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/** Starts and stops the server process of one cluster. Run under the lock, by one thread. */
final class Postmaster {

  /** Somebody else has the port that PostgreSQL was to listen on. */
  static final class PortTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    PortTakenException(int port) {
      super("Port " + port + " is taken");
    }
  }

  private static final String RECOVERING = "Recovering the database: it was not shut down cleanly";
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final long LOG_TAIL = 8192;

  private final PostgresDirectory directory;
  private final PostgresBinaries binaries;
  private final PostgresCluster cluster;
  private final ServerAccount account;
  private final EmbeddedPostgresProperties properties;
  private final PostgresProcesses processes;
  private final ExternalCommand command;

  Postmaster(
      PostgresDirectory directory,
      PostgresBinaries binaries,
      PostgresCluster cluster,
      ServerAccount account,
      EmbeddedPostgresProperties properties) {
    this.directory = directory;
    this.binaries = binaries;
    this.cluster = cluster;
    this.account = account;
    this.properties = properties;
    this.processes = new PostgresProcesses(directory);
    this.command = new ExternalCommand(directory.path());
  }

  /** Starts PostgreSQL and returns once it accepts connections and is proven to be ours. */
  ProcessIdentity launch(int port, Consumer<String> progress)
      throws IOException, InterruptedException, PortTakenException {
    if (!LocalPort.isFree(port)) {
      throw new PortTakenException(port);
    }
    cluster.configure(properties, port);
    if (Files.exists(PostmasterPidFile.in(directory.cluster()))) {
      progress.accept(RECOVERING);
    }
    long logged = Files.exists(directory.log()) ? Files.size(directory.log()) : 0;
    ExternalCommand.Result result =
        pgCtl(
            properties.startTimeout(),
            "start",
            "--wait",
            "--silent",
            "--log=" + directory.log(),
            "--timeout=" + properties.startTimeout().toSeconds());
    Optional<PostmasterPidFile> pidFile = PostmasterPidFile.read(directory.cluster());
    if (!result.succeeded() || pidFile.isEmpty()) {
      boolean slow = !processes.find().isEmpty();
      stopServer();
      if (!slow && !LocalPort.isFree(port)) {
        throw new PortTakenException(port);
      }
      throw new DatabaseUnavailableException(
          "The embedded PostgreSQL in "
              + directory.path()
              + (slow
                  ? " was not ready within "
                      + properties.startTimeout().toSeconds()
                      + " s; raise andiron.storage.embedded.start-timeout"
                  : " did not start (" + lastFailure(logged, result) + ")")
              + "; see "
              + directory.log());
    }
    requireOurs(port);
    return ProcessHandle.of(pidFile.get().pid())
        .map(ProcessIdentity::of)
        .orElseThrow(
            () ->
                new DatabaseUnavailableException(
                    "The embedded PostgreSQL ended right after its start; see " + directory.log()));
  }

  /**
   * Ends what an earlier run left behind: a server that outlived us, processes that outlived their
   * server, and a record of a server that is no more.
   */
  void clearLeftovers(Consumer<String> progress) throws IOException, InterruptedException {
    Path file = PostmasterPidFile.in(directory.cluster());
    Optional<PostmasterPidFile> recorded = PostmasterPidFile.read(directory.cluster());
    Optional<ProcessHandle> process =
        recorded
            .flatMap(record -> ProcessHandle.of(record.pid()))
            .filter(ProcessHandle::isAlive)
            .filter(handle -> !ProcessIdentity.isZombie(handle.pid()));
    if (process.isPresent() && servesOurCluster(process.get(), recorded.get().port())) {
      progress.accept("Stopping the PostgreSQL that an earlier run left behind");
      stopServer();
    }
    processes.end();
    // The record of a dead server is left for PostgreSQL, which cleans up by it; but it takes a
    // broken one, or one whose number exists (a stranger's, or not collected yet), as a reason not
    // to start.
    boolean misleading = recorded.isEmpty() || ProcessHandle.of(recorded.get().pid()).isPresent();
    if (misleading && Files.deleteIfExists(file)) {
      progress.accept(RECOVERING);
    }
  }

  /** Stops PostgreSQL: cleanly, else quickly, else by force. */
  void stopServer() throws IOException, InterruptedException {
    for (String mode : List.of("fast", "immediate")) {
      if (PostmasterPidFile.read(directory.cluster()).isEmpty()) {
        break;
      }
      ExternalCommand.Result result =
          pgCtl(
              properties.stopTimeout(),
              "stop",
              "--wait",
              "--silent",
              "--mode=" + mode,
              "--timeout=" + properties.stopTimeout().toSeconds());
      if (result.succeeded()) {
        break;
      }
    }
    processes.end();
  }

  private ExternalCommand.Result pgCtl(Duration patience, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(binaries.program("pg_ctl")));
    line.addAll(List.of(arguments));
    // The folder goes by environment: pg_ctl would put an option through a shell.
    return command.run(
        account.commandLine(line),
        Map.of("PGDATA", directory.cluster().toString()),
        patience.plus(MARGIN));
  }

  private boolean servesOurCluster(ProcessHandle process, int port) throws IOException {
    if (processes.owns(process) || PostgresProcesses.worksIn(process, directory.cluster())) {
      return true;
    }
    if (!PostgresProcesses.looksLikePostgres(process)) {
      return false;
    }
    try {
      return dataDirectory(port).equals(directory.cluster());
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "Process "
              + process.pid()
              + " looks like a PostgreSQL that serves "
              + directory.cluster()
              + " and does not let us in; stop it, then start again.",
          e);
    }
  }

  private void requireOurs(int port) throws IOException, InterruptedException {
    try {
      Path served = dataDirectory(port);
      if (served.equals(directory.cluster())) {
        return;
      }
      stopServer();
      throw new DatabaseUnavailableException(
          "The PostgreSQL on port " + port + " serves " + served + ", not " + directory.cluster());
    } catch (SQLException e) {
      stopServer();
      throw new DatabaseUnavailableException(
          "The embedded PostgreSQL in "
              + directory.path()
              + " refuses its own maintenance user ("
              + e.getMessage()
              + "); delete "
              + directory.maintenancePassword()
              + " to have new passwords set at the next start.",
          e);
    }
  }

  private Path dataDirectory(int port) throws SQLException, IOException {
    Properties login = new Properties();
    login.setProperty("user", PostgresCluster.SUPERUSER);
    login.setProperty("password", directory.readSecret(directory.maintenancePassword()).orElse(""));
    login.setProperty("connectTimeout", "5");
    login.setProperty("socketTimeout", "10");
    login.setProperty("sslmode", "disable");
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.SUPERUSER;
    try (Connection connection = DirectDriver.connect(url, login);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("show data_directory")) {
      result.next();
      return Path.of(result.getString(1)).toRealPath();
    }
  }

  private String lastFailure(long from, ExternalCommand.Result result) throws IOException {
    if (Files.exists(directory.log())) {
      try (RandomAccessFile log = new RandomAccessFile(directory.log().toFile(), "r")) {
        log.seek(Math.max(Math.min(from, log.length()), log.length() - LOG_TAIL));
        byte[] tail = new byte[(int) (log.length() - log.getFilePointer())];
        log.readFully(tail);
        Optional<String> failure =
            new String(tail, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches(".*\\b(FATAL|PANIC): .*"))
                .reduce((first, second) -> second);
        if (failure.isPresent()) {
          return failure.get().replaceFirst(".*\\b(FATAL|PANIC): +", "");
        }
      }
    }
    return result
        .output()
        .lines()
        .findFirst()
        .orElse(String.format(Locale.ROOT, "pg_ctl exit code %d", result.exitCode()));
  }
}
