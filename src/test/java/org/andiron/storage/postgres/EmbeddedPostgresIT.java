package org.andiron.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

@Timeout(120)
class EmbeddedPostgresIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path temporary;
  private final List<String> progress = new ArrayList<>();

  @AfterEach
  void nothingIsLeftRunning() throws IOException {
    if (Files.exists(directory())) {
      assertThat(new PostgresProcesses(PostgresDirectory.open(directory())).find()).isEmpty();
    }
  }

  @Nested
  class StartedTwice {

    @Test
    void findsWhatWasWritten() throws SQLException {
      try (EmbeddedPostgres postgres = start()) {
        write(postgres.jdbcUrl(), postgres.password());
        assertThat(progress).hasSize(2);
      }
      progress.clear();
      try (EmbeddedPostgres postgres = start()) {
        assertWritten(postgres);
        assertThat(progress).isEmpty();
      }
    }

    @Test
    void isSafeForRecordsAndClosedToOthers() throws SQLException, IOException {
      try (EmbeddedPostgres postgres = start()) {
        assertThat(setting(postgres, "fsync")).isEqualTo("on");
        assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
        assertThat(setting(postgres, "full_page_writes")).isEqualTo("on");
        assertThat(setting(postgres, "data_checksums")).isEqualTo("on");
        assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(setting(postgres, "server_encoding")).isEqualTo("UTF8");
        assertThat(setting(postgres, "jit")).isEqualTo("off");
        assertThat(
                query(
                    postgres,
                    "select rolsuper or rolbypassrls or rolreplication, rolcreaterole"
                        + " from pg_roles where rolname = current_user"))
            .isEqualTo("f t");
        assertThat(
                query(
                    postgres,
                    "select datlocprovider, datlocale from pg_database where datname = 'andiron'"))
            .isEqualTo("b C.UTF-8");
        for (String name : List.of("password", "maintenance-password", "running.json")) {
          assertThat(
                  PosixFilePermissions.toString(
                      Files.getPosixFilePermissions(directory().resolve(name))))
              .isEqualTo("rw-------");
        }
        for (String user : List.of("andiron", "postgres")) {
          assertThatThrownBy(
                  () -> DriverManager.getConnection(postgres.jdbcUrl(), user, "not the password"))
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("password authentication failed");
        }
        assertThat(postgres.toString()).doesNotContain(postgres.password());
      }
    }

    @Test
    void offersTheExtensionsToItsOwner() throws SQLException {
      try (EmbeddedPostgres postgres = start();
          Connection connection = connect(postgres.jdbcUrl(), postgres.password());
          Statement statement = connection.createStatement()) {
        for (String extension : List.of("pg_trgm", "unaccent", "btree_gin", "pgcrypto")) {
          statement.execute("create extension " + extension);
        }
        statement.execute("create schema andiron");
        statement.execute("create role andiron_restricted");
        statement.execute("grant andiron_restricted to andiron");
        statement.execute("set role andiron_restricted");
      }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void runsInItsOwnSessionSoThatCtrlCDoesNotReachIt() throws IOException {
      try (EmbeddedPostgres postgres = start()) {
        long pid = postgres.pid();
        assertThat(processGroupAndSession(pid)).containsExactly(pid, pid);
      }
    }

    @Test
    void isFoundThroughItsDirectoryUntilItStops() throws SQLException {
      try (EmbeddedPostgres postgres = start()) {
        RunningInstance database = RunningInstance.find(directory()).orElseThrow();
        assertThat(database.jdbcUrl()).isEqualTo(postgres.jdbcUrl());
        assertThat(database.pid()).isEqualTo(postgres.pid());
        assertThat(database.serverUrl()).isEmpty();
        connect(database.jdbcUrl(), database.password()).close();

        postgres.publishServer("http://localhost:8080/fhir");
        RunningInstance server = RunningInstance.find(directory()).orElseThrow();
        assertThat(server.serverUrl()).contains("http://localhost:8080/fhir");
        assertThat(server.serverPid()).contains(ProcessHandle.current().pid());
      }
      assertThat(RunningInstance.find(directory())).isEmpty();
      assertThat(directory().resolve("running.json")).doesNotExist();
    }
  }

  @Nested
  class AfterAKill {

    @Test
    void ofTheServerTheOrphanedPostgresIsReplaced() throws Exception {
      try (EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(directory())) {
        write(child.jdbcUrl(), password());
        child.kill();
      }
      RunningInstance orphan = RunningInstance.find(directory()).orElseThrow();
      try (EmbeddedPostgres postgres = start()) {
        assertThat(postgres.pid()).isNotEqualTo(orphan.pid());
        assertThat(progress).contains("Stopping the PostgreSQL that an earlier run left behind");
        assertWritten(postgres);
      }
    }

    @Test
    void ofTheServerAndOfPostgresItRecovers() throws Exception {
      try (EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(directory())) {
        write(child.jdbcUrl(), password());
        child.kill();
      }
      killPostmaster();
      assertThat(RunningInstance.find(directory())).isEmpty();
      try (EmbeddedPostgres postgres = start()) {
        assertThat(progress)
            .containsExactly("Recovering the database: it was not shut down cleanly");
        assertWritten(postgres);
      }
    }

    @Test
    void withAQueryStillRunningItRecovers() throws Exception {
      try (EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(directory())) {
        write(child.jdbcUrl(), password());
        try (Connection busy = connect(child.jdbcUrl(), password());
            Connection observer = connect(child.jdbcUrl(), password())) {
          Thread query = new Thread(() -> endless(busy));
          query.start();
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      "1"
                          .equals(
                              query(
                                  observer,
                                  "select count(*) from pg_stat_activity where query like"
                                      + " 'select count(*) from generate%' and state = 'active'")));
          child.kill();
          killPostmaster();
          try (EmbeddedPostgres postgres = start()) {
            assertWritten(postgres);
          }
          query.join();
        }
      }
    }

    @Test
    void withARecordCutOffInTheMiddleItRecovers() throws Exception {
      try (EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(directory())) {
        write(child.jdbcUrl(), password());
        child.kill();
      }
      Files.writeString(PostmasterPidFile.in(cluster()), "1");
      try (EmbeddedPostgres postgres = start()) {
        assertWritten(postgres);
      }
    }

    @Test
    void whoseProcessNumberIsNowAStrangersItRecoversAndSparesTheStranger() throws Exception {
      try (EmbeddedPostgres postgres = start()) {
        write(postgres.jdbcUrl(), postgres.password());
      }
      Process stranger = new ProcessBuilder("sleep", "600").start();
      try {
        Files.writeString(
            PostmasterPidFile.in(cluster()),
            stranger.pid() + "\n" + cluster() + "\n1700000000\n15432\n\n127.0.0.1\n  1 2\nready\n");
        try (EmbeddedPostgres postgres = start()) {
          assertWritten(postgres);
        }
        assertThat(stranger.isAlive()).isTrue();
      } finally {
        stranger.destroyForcibly();
      }
    }

    @Test
    void ofPostgresAloneItIsStartedAnewOnTheSamePort() throws Exception {
      try (EmbeddedPostgres postgres = start()) {
        write(postgres.jdbcUrl(), postgres.password());
        postgres.publishServer("http://localhost:8080/fhir");
        long before = postgres.pid();
        killPostmaster();
        await().atMost(PATIENCE).until(() -> postgres.pid() != before);
        assertWritten(postgres);
        RunningInstance found = RunningInstance.find(directory()).orElseThrow();
        assertThat(found.pid()).isEqualTo(postgres.pid());
        assertThat(found.serverUrl()).contains("http://localhost:8080/fhir");
      }
    }

    @Test
    void ofPostgresRightBeforeTheStopNothingIsLeft() throws Exception {
      EmbeddedPostgres postgres = start();
      killPostmaster();
      postgres.close();
      postgres.close();
      assertThat(new PostgresProcesses(PostgresDirectory.open(directory())).find()).isEmpty();
    }

    @Test
    void duringUnpackingAndCreationItBeginsThemAgain() throws Exception {
      PostgresBinaries.Archive archive = PostgresBinaries.Archive.find(PostgresPlatform.current());
      Files.createDirectories(directory().resolve("binaries-" + archive.version() + ".new/bin"));
      Files.createDirectories(directory().resolve("cluster.new/base"));
      Files.writeString(directory().resolve("cluster.new/PG_VERSION"), "");
      try (EmbeddedPostgres postgres = start()) {
        write(postgres.jdbcUrl(), postgres.password());
      }
      Path program = Path.of("binaries-" + archive.version(), "bin", "initdb");
      Files.write(directory().resolve(program), new byte[0]);
      progress.clear();
      try (EmbeddedPostgres postgres = start()) {
        assertThat(progress).containsExactly("Unpacking PostgreSQL " + archive.version());
        assertWritten(postgres);
      }
    }
  }

  @Nested
  class Refuses {

    @Test
    void aSecondServerInTheSameProcess() {
      try (EmbeddedPostgres postgres = start()) {
        for (int attempt = 0; attempt < 2; attempt++) {
          assertThatThrownBy(EmbeddedPostgresIT.this::start)
              .isInstanceOf(DatabaseUnavailableException.class)
              .hasMessageContaining("in use by another Andiron (this process, pid");
        }
        assertThat(postgres.version()).startsWith("18.");
      }
    }

    @Test
    void aSecondServerInAnotherProcessNamingTheFirst() throws Exception {
      try (EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(directory())) {
        assertThatThrownBy(EmbeddedPostgresIT.this::start)
            .isInstanceOf(DatabaseUnavailableException.class)
            .hasMessageContaining("in use by another Andiron (pid " + child.pid() + ")")
            .message()
            .doesNotContain("\n");
      }
      try (EmbeddedPostgres postgres = start();
          EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(directory())) {
        assertThat(child.refusal()).contains("pid " + ProcessHandle.current().pid());
        assertThat(postgres.pid()).isPositive();
      }
    }

    @Test
    void aFixedPortThatIsTaken() throws IOException {
      try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
        EmbeddedPostgresProperties properties =
            new EmbeddedPostgresProperties(
                directory(),
                other.getLocalPort(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                20,
                DataSize.ofMegabytes(16));
        assertThatThrownBy(() -> EmbeddedPostgres.start(properties, progress::add))
            .isInstanceOf(DatabaseUnavailableException.class)
            .hasMessageStartingWith(
                "Port " + other.getLocalPort() + " (andiron.storage.embedded.port) is in use");
      }
    }

    @Test
    void aDirectoryThatCannotBeMade() throws IOException {
      Path file = Files.writeString(temporary.resolve("file"), "");
      assertThatThrownBy(
              () ->
                  EmbeddedPostgres.start(
                      EmbeddedPostgresProperties.in(file.resolve("data")), progress::add))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageStartingWith("Cannot write to the database directory");
    }

    @Test
    void aDirectoryWhoseNameAShellWouldRead() {
      assertThatThrownBy(
              () ->
                  EmbeddedPostgres.start(
                      EmbeddedPostgresProperties.in(temporary.resolve("$(id)")), progress::add))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContaining("dollar sign");
    }

    @Test
    void aClusterOfAnotherMajorVersionAndLeavesItAlone() throws IOException {
      Files.createDirectories(cluster());
      Files.writeString(cluster().resolve("PG_VERSION"), "16\n");
      assertThatThrownBy(EmbeddedPostgresIT.this::start)
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContaining("made by PostgreSQL 16, this Andiron brings PostgreSQL 18")
          .hasMessageContaining("pg_dump");
      assertThat(cluster()).isDirectoryContaining("glob:**PG_VERSION");
    }
  }

  @Test
  void keepsADatabaseUnderSpacesAndLettersOfAnyScript() throws Exception {
    try (EmbeddedPostgresProcess child = EmbeddedPostgresProcess.start(temporary, "any script")) {
      assertThat(child.jdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:");
      assertThat(child.stop()).isZero();
    }
    try (EmbeddedPostgresProcess again = EmbeddedPostgresProcess.start(temporary, "any script")) {
      assertThat(again.jdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:");
    }
  }

  @Test
  void setsNewPasswordsWhenTheirFileIsLost() throws Exception {
    String lost;
    try (EmbeddedPostgres postgres = start()) {
      lost = postgres.password();
      write(postgres.jdbcUrl(), lost);
    }
    Files.delete(directory().resolve("password"));
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.password()).isNotEqualTo(lost);
      assertWritten(postgres);
    }
  }

  @Test
  void leavesNothingBehindWhenItsStartIsInterrupted() throws Exception {
    CountDownLatch creating = new CountDownLatch(1);
    List<Throwable> failures = new ArrayList<>();
    Thread starter =
        new Thread(
            () -> {
              try {
                EmbeddedPostgres.start(
                        EmbeddedPostgresProperties.in(directory()),
                        line -> {
                          if (line.startsWith("Creating")) {
                            creating.countDown();
                          }
                        })
                    .close();
              } catch (DatabaseUnavailableException e) {
                failures.add(e);
              }
            });
    starter.start();
    creating.await();
    starter.interrupt();
    starter.join();
    assertThat(failures).singleElement().asString().contains("was interrupted");
    try (EmbeddedPostgres postgres = start()) {
      write(postgres.jdbcUrl(), postgres.password());
    }
  }

  @Test
  void opensInTheBackgroundAndClosesWhatNobodyAwaited() {
    OpeningDatabase opening =
        OpeningDatabase.begin(
            DatabaseProperties.none(), EmbeddedPostgresProperties.in(directory()), progress::add);
    assertThat(opening.await().description())
        .matches("embedded PostgreSQL 18\\.\\d+ in .*postgres");
    opening.close();
    OpeningDatabase unawaited =
        OpeningDatabase.begin(
            DatabaseProperties.none(), EmbeddedPostgresProperties.in(directory()), progress::add);
    unawaited.close();
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(EmbeddedPostgresProperties.in(directory()), progress::add);
  }

  private Path directory() {
    return temporary.resolve("postgres");
  }

  private Path cluster() {
    return directory().resolve("cluster");
  }

  private String password() throws IOException {
    return Files.readString(directory().resolve("password")).strip();
  }

  private void killPostmaster() throws Exception {
    long pid = PostmasterPidFile.read(cluster().toRealPath()).orElseThrow().pid();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    await().atMost(PATIENCE).until(() -> !ProcessIdentity.of(process).isRunning());
  }

  private static void write(String url, String password) throws SQLException {
    try (Connection connection = connect(url, password);
        Statement statement = connection.createStatement()) {
      statement.execute("create table acknowledged as select 42 as answer");
    }
  }

  private static void assertWritten(EmbeddedPostgres postgres) throws SQLException {
    assertThat(query(postgres, "select answer from acknowledged")).isEqualTo("42");
  }

  private static String setting(EmbeddedPostgres postgres, String name) throws SQLException {
    return query(postgres, "show " + name);
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres.jdbcUrl(), postgres.password())) {
      return query(connection, sql);
    }
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        values.add(result.getString(i));
      }
      return String.join(" ", values);
    }
  }

  private static void endless(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select count(*) from generate_series(1, 1000000000000)");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).startsWith("08");
    }
  }

  private static Connection connect(String url, String password) throws SQLException {
    return DriverManager.getConnection(url, "andiron", password);
  }

  private static List<Long> processGroupAndSession(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return List.of(Long.valueOf(fields[2]), Long.valueOf(fields[3]));
  }
}
