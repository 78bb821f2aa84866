package org.andiron.audit.completeness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.andiron.audit.completeness.Fault.Kind;

/** Breaks things while requests are made, one after the other. */
final class Faults {

  private static final Duration WHILE = Duration.ofSeconds(4);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy_MM", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ServerProcess server;
  private final Gate gate;
  private final BooleanSupplier answers;
  private final List<Fault> faults = new ArrayList<>();

  /**
   * @param gate keeps requests back while there is no server
   * @param answers whether a request is answered as it should
   */
  Faults(ServerProcess server, Gate gate, BooleanSupplier answers) {
    this.server = server;
    this.gate = gate;
    this.answers = answers;
  }

  /** Those that were, in their order. */
  List<Fault> all() {
    return List.copyOf(faults);
  }

  /** Returns when all is well again. */
  void cause(Kind kind) throws IOException, InterruptedException, SQLException {
    Instant begun = Instant.now();
    switch (kind) {
      case BACKEND_KILLED -> killBackend();
      case LOG_FULL -> {
        Fault full = fillLog();
        awaitAnswers();
        faults.add(full);
        return;
      }
      case POSTGRES_KILLED ->
          ProcessHandle.of(server.postgres().pid()).orElseThrow().destroyForcibly();
      case POOL_EXHAUSTED -> holdConnections();
      case SERVER_KILLED -> killServer();
    }
    awaitAnswers();
    faults.add(new Fault(kind, begun, Instant.now()));
  }

  private void awaitAnswers() {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(100))
        .until(answers::getAsBoolean);
  }

  /** As PostgreSQL says that its disk is full, for rows of the log alone. From then to then. */
  private Fault fillLog() throws IOException, SQLException, InterruptedException {
    String partition = "andiron.audit_event_" + MONTH.format(Instant.now());
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create function public.no_space() returns trigger language plpgsql as $$ begin raise"
              + " exception 'could not extend file: No space left on device' using errcode ="
              + " '53100'; end $$");
      statement.execute(
          "create trigger no_space before insert on "
              + partition
              + " for each row execute function public.no_space()");
      Instant begun = Instant.now();
      Thread.sleep(WHILE.toMillis());
      Instant ended = Instant.now();
      statement.execute("drop trigger no_space on " + partition);
      statement.execute("drop function public.no_space()");
      return new Fault(Kind.LOG_FULL, begun, ended);
    }
  }

  private void killServer() throws IOException, InterruptedException {
    gate.close();
    server.kill();
    server.start();
    gate.open();
  }

  /** PostgreSQL ends all others then, and recovers. */
  private void killBackend() throws IOException, SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select pid from pg_stat_activity where application_name = 'andiron' and"
                    + " backend_type = 'client backend' order by random() limit 1")) {
      found.next();
      ProcessHandle.of(found.getLong(1)).orElseThrow().destroyForcibly();
    }
  }

  private void holdConnections() throws IOException, SQLException, InterruptedException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table hfj_resource in access exclusive mode");
      Thread.sleep(WHILE.toMillis());
      connection.rollback();
    }
  }

  private Connection superuser() throws IOException, SQLException {
    return DriverManager.getConnection(
        server.postgres().jdbcUrl(),
        "postgres",
        Files.readString(server.database().resolve("maintenance-password")).strip());
  }
}
