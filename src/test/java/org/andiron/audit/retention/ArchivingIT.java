package org.andiron.audit.retention;

import static org.andiron.audit.retention.OldLog.FEBRUARY;
import static org.andiron.audit.retention.OldLog.JANUARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.andiron.audit.event.BalpConformance;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.retention.Archiving.Outcome;
import org.andiron.audit.retention.Archiving.Result;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.store.AuditRows;
import org.andiron.audit.store.Row;
import org.andiron.audit.store.SealableRows;
import org.andiron.audit.verification.ArchiveFile;
import org.andiron.audit.verification.Finding;
import org.andiron.audit.verification.Finding.Kind;
import org.andiron.audit.verification.RemovalRecords;
import org.andiron.audit.verification.UnreadableLogException;
import org.andiron.audit.verification.VerificationReport;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Months that are taken out of a log in PostgreSQL, and what the log says of them afterwards. */
@Timeout(180)
class ArchivingIT {

  private static final RetentionPeriod SIX_YEARS = RetentionPeriod.parse("P6Y");

  private static final String CALL =
      "select andiron.archive_audit_month(?, ?::interval, ?, ?, 'test', ?::jsonb)";

  @TempDir private static Path clusterDirectory;
  private static AuditCluster cluster;

  @TempDir private Path folder;
  private AuditDatabase database;
  private OldLog log;
  private List<Row> january;

  @BeforeAll
  static void startCluster() {
    cluster = new AuditCluster(clusterDirectory.resolve("data"));
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void makeLog() throws Exception {
    database = cluster.database();
    log = new OldLog(database, folder.resolve("key.pem"));
    january = log.add(JANUARY, 2_100, 1);
    log.add(FEBRUARY, 40, 5_001);
    log.addNow(10);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @FunctionalInterface
  private interface Work<T> {
    T as(RetentionRole role) throws Exception;
  }

  private <T> T as(Work<T> work) throws Exception {
    try (Connection connection = database.maintenance()) {
      return work.as(RetentionRole.on(connection));
    }
  }

  private Outcome archive(YearMonth month) throws Exception {
    return as(role -> new Archiving(role, SIX_YEARS).archive(month, folder, (records, of) -> {}));
  }

  private List<YearMonth> due() throws Exception {
    return as(role -> new Archiving(role, SIX_YEARS).due());
  }

  private Path file(YearMonth month) {
    return folder.resolve("andiron-audit-" + month + ".ndjson.gz");
  }

  private int records(YearMonth month) {
    Integer count =
        database
            .jdbc()
            .queryForObject(
                "select count(*) from andiron.audit_event where recorded >= ?::timestamptz and"
                    + " recorded < ?::timestamptz",
                Integer.class,
                month.atDay(1) + "Z",
                month.plusMonths(1).atDay(1) + "Z");
    return count == null ? -1 : count;
  }

  private void asSuperuser(String sql) throws SQLException {
    try (Connection superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute(sql);
      superuser.commit();
    }
  }

  @Test
  void oldMonthsGoAndTheirProofStays() throws Exception {
    assertThat(log.verify().findings()).isEmpty();
    assertThat(due()).containsExactly(JANUARY, FEBRUARY);
    Outcome looked = as(role -> new Archiving(role, SIX_YEARS).look(JANUARY));
    assertThat(looked).isEqualTo(new Outcome(JANUARY, Result.DUE, 2_100, ""));
    assertThat(records(JANUARY)).isEqualTo(2_100);

    assertThat(archive(JANUARY)).isEqualTo(new Outcome(JANUARY, Result.ARCHIVED, 2_100, ""));

    assertThat(records(JANUARY)).isZero();
    assertThat(records(FEBRUARY)).isEqualTo(40);
    assertThat(Files.getPosixFilePermissions(file(JANUARY)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(due()).containsExactly(FEBRUARY);
    VerificationReport waiting = log.verify(file(JANUARY));
    assertThat(waiting.findings()).as("before the record of it is sealed").isEmpty();
    assertThat(waiting.removed()).isEqualTo(2_100);
    log.sealNow();
    assertThat(archive(FEBRUARY).result()).isEqualTo(Result.ARCHIVED);
    log.sealNow();
    for (VerificationReport report :
        List.of(
            log.verify(file(JANUARY), file(FEBRUARY)),
            log.verifyDump(file(JANUARY), file(FEBRUARY)))) {
      assertThat(report.findings()).isEmpty();
      assertThat(report.removed()).isEqualTo(2_140);
      assertThat(report.records()).isEqualTo(12);
    }
    database.jdbc().query("select andiron.make_audit_partitions()", row -> {});
    assertThat(due()).isEmpty();
    log.addNow(5);
    assertThat(log.verify().findings()).isEmpty();
  }

  /** Years later; what told of January goes, and what told of March says it once more. */
  @Test
  void whatToldOfAMonthIsRepeatedWhenItGoes() throws Exception {
    YearMonth then = YearMonth.of(2019, 6);
    close();
    database = cluster.database();
    Path key = folder.resolve("years.pem");
    log = new OldLog(database, key);
    log.add(JANUARY, 30, 1);
    Hash digest;
    try (Connection connection = database.connection()) {
      digest = RemovalRecords.digest(connection, JANUARY);
    }
    log.add(then, 5, 1);
    Row telling =
        RemovalRecords.telling(
            RemovalRecords.start(then).plus(Duration.ofDays(20)), JANUARY, 30, digest);
    database.append(List.of(telling));
    database.seal(key, Clock.fixed(telling.recorded().plusSeconds(1), ZoneOffset.UTC));
    asSuperuser("drop table andiron.audit_event_2018_01");
    try (Connection superuser = database.superuser()) {
      RemovalRecords.remove(
          superuser,
          telling.id(),
          RemovalRecords.start(JANUARY),
          RemovalRecords.start(FEBRUARY),
          null,
          30,
          digest);
      superuser.commit();
    }
    log.addNow(3);
    assertThat(log.verify().findings()).isEmpty();

    assertThat(archive(then).result()).isEqualTo(Result.ARCHIVED);
    log.sealNow();
    VerificationReport report = log.verify(file(then));
    assertThat(report.findings()).isEmpty();
    assertThat(report.removed()).isEqualTo(36);
    assertThat(log.verifyDump(file(then)).findings()).isEmpty();
    assertThat(
            database
                .jdbc()
                .queryForList(
                    "select content from andiron.audit_event join andiron.audit_removal using (id)",
                    String.class))
        .singleElement()
        .asString()
        .contains("\"type\":\"earlier-2018-01\",\"valueString\":\"30 " + digest + "\"");

    asSuperuser(
        "delete from andiron.audit_removal where first = '2019-06-01Z';"
            + "delete from andiron.audit_event where content like '%earlier-2018-01%'");
    assertThat(log.verify().findings())
        .extracting(Finding::text)
        .contains("no record tells of this removal");
  }

  @Test
  void theLogTellsWhoTookWhatOut() throws Exception {
    archive(JANUARY);
    JdbcTemplate jdbc = database.jdbc();
    String content =
        jdbc.queryForObject(
            "select content from andiron.audit_event join andiron.audit_removal using (id)",
            String.class);
    AuditEvent event =
        FhirContext.forR4Cached().newJsonParser().parseResource(AuditEvent.class, content);
    assertThat(event.getMeta().getTagFirstRep().getCode()).isEqualTo("audit-archive");
    assertThat(event.getAgent())
        .anySatisfy(
            it -> {
              assertThat(it.getRequestor()).isTrue();
              assertThat(it.getWho().getIdentifier().getValue()).isEqualTo("postgres");
              assertThat(it.getName()).isEqualTo(System.getProperty("user.name"));
            });
    ArchiveFile archive = ArchiveFile.read(file(JANUARY));
    assertThat(event.getEntityFirstRep().getDetail())
        .extracting(it -> it.getType() + " " + it.getValueStringType().getValue())
        .containsExactly(
            "month 2018-01",
            "records 2100",
            "digest " + archive.header().digest(),
            "file andiron-audit-2018-01.ndjson.gz",
            "reason older than P6Y");
    assertThat(BalpConformance.problems(event)).isEmpty();
    assertThat(jdbc.queryForObject("select reason from andiron.audit_removal", String.class))
        .isEqualTo("older than P6Y");
  }

  @Test
  void anAlteredArchiveIsFound() throws Exception {
    archive(JANUARY);
    log.sealNow();
    Path altered =
        OldLog.altered(
            file(JANUARY),
            lines -> {
              lines.set(8, lines.get(8).replace("nina", "nona"));
              return lines;
            });
    assertThat(log.verify(altered).findings())
        .singleElement()
        .hasToString(
            "leaf 7, record "
                + january.get(7).id()
                + ": in "
                + altered
                + ": the content was altered");

    Path without =
        OldLog.altered(
            file(JANUARY),
            lines -> {
              lines.remove(8);
              return lines;
            });
    assertThat(log.verify(without).findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.ARCHIVE);

    Path other = OldLog.altered(file(JANUARY), lines -> lines.subList(0, 1));
    assertThatThrownBy(() -> log.verify(other))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("cut short");
  }

  /** It is whole, and what it has was once sealed; but the log tells of no removal. */
  @Test
  void anArchiveOfWhatIsNotRemovedIsFound() throws Exception {
    archive(JANUARY);
    try (AuditDatabase second = cluster.database()) {
      OldLog another = new OldLog(second, folder.resolve("another.pem"));
      another.addNow(3);
      assertThat(another.verify(file(JANUARY)).findings())
          .singleElement()
          .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.ARCHIVE))
          .satisfies(it -> assertThat(it.text()).contains("does not tell that these records were"));
    }
  }

  @Test
  void aMonthThatIsNotSealedStays() throws Exception {
    database.append(OldLog.rows(FEBRUARY, 3, 9_001));
    Outcome outcome = archive(FEBRUARY);
    assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    assertThat(outcome.reason()).isEqualTo("3 of its records are not sealed");
    assertThat(records(FEBRUARY)).isEqualTo(43);
    assertThat(file(FEBRUARY)).doesNotExist();
  }

  @Test
  void aMonthOfWhichARecordIsGoneStays() throws Exception {
    asSuperuser("delete from andiron.audit_event where id = '" + january.get(99).id() + "'");
    Outcome outcome = archive(JANUARY);
    assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    assertThat(outcome.reason())
        .isEqualTo("it has 2,099 records, but 2,100 were sealed: the log was altered, verify it");
    assertThat(log.verify().findings())
        .extracting(Finding::id)
        .containsExactly(january.get(99).id());
  }

  @Test
  void aMonthOfWhichARecordWasAlteredStays() throws Exception {
    asSuperuser(
        "update andiron.audit_event set patient = 'p0' where id = '" + january.get(99).id() + "'");
    Outcome outcome = archive(JANUARY);
    assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    assertThat(outcome.reason()).contains("the log was altered", january.get(99).id().toString());
    assertThat(records(JANUARY)).isEqualTo(2_100);
    assertThat(folder).isDirectoryNotContaining("glob:**andiron-audit-*");
  }

  @Test
  void aRunThatEndedBeforeTheRemovalIsGoneOnWith() throws Exception {
    Outcome first = archive(FEBRUARY);
    assertThat(first.result()).isEqualTo(Result.ARCHIVED);
    byte[] written = Files.readAllBytes(file(FEBRUARY));
    try (AuditDatabase second = cluster.database()) {
      OldLog other = new OldLog(second, folder.resolve("other.pem"));
      other.add(FEBRUARY, 40, 1);
      try (Connection connection = second.maintenance()) {
        Outcome refused =
            new Archiving(RetentionRole.on(connection), SIX_YEARS)
                .archive(FEBRUARY, folder, (records, of) -> {});
        assertThat(refused.result()).isEqualTo(Result.REFUSED);
        assertThat(refused.reason()).contains("is there already, with something else in it");
      }
    }
    assertThat(file(FEBRUARY)).hasBinaryContent(written);

    Path part = folder.resolve("andiron-audit-2018-01.ndjson.gz.part");
    Files.writeString(part, "of a run that was killed while it wrote");
    exportOnly(JANUARY);
    byte[] exported = Files.readAllBytes(file(JANUARY));
    assertThat(records(JANUARY)).isEqualTo(2_100);
    assertThat(log.verify().findings()).isEmpty();
    assertThat(archive(JANUARY).result()).isEqualTo(Result.ARCHIVED);
    assertThat(file(JANUARY)).hasBinaryContent(exported);
    assertThat(part).doesNotExist();
    assertThat(log.verify(file(JANUARY)).findings()).isEmpty();
  }

  /** As a run that is killed behind the export. */
  private void exportOnly(YearMonth month) throws Exception {
    try (Connection reader = database.connection();
        Statement statement = reader.createStatement()) {
      statement.execute("lock table only andiron.audit_event in access share mode");
      CompletableFuture<Void> run = new CompletableFuture<>();
      try (Connection connection = database.maintenance()) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    new Archiving(RetentionRole.on(connection), SIX_YEARS)
                        .archive(month, folder, (records, of) -> {});
                    run.complete(null);
                  } catch (InterruptedException | RuntimeException e) {
                    run.completeExceptionally(e);
                  }
                });
        thread.start();
        while (!Files.exists(file(month)) && !run.isDone()) {
          thread.join(20);
        }
        thread.interrupt();
        thread.join();
      }
      assertThat(run).isCompletedExceptionally();
    }
  }

  @Test
  void aPartitionThatWasDroppedIsFoundUnlessTheLogTellsOfIt() throws Exception {
    String dropped =
        "alter table andiron.audit_event detach partition andiron.audit_event_2018_02;"
            + "drop table andiron.audit_event_2018_02";
    asSuperuser(dropped);
    assertThat(log.verify().findings())
        .hasSize(40)
        .extracting(Finding::kind)
        .containsOnly(Kind.RECORD_MISSING);

    String digest =
        database
            .jdbc()
            .queryForObject(
                "select encode(sha256(string_agg(sha256('\\x0002'::bytea || uuid_send(id)"
                    + " || int8send((extract(epoch from recorded) * 1000000)::bigint) ||"
                    + " commitment || int8send(xact::text::bigint)), ''::bytea order by index)), 'hex')"
                    + " from andiron.audit_leaf"
                    + " where recorded >= '2018-02-01Z' and recorded < '2018-03-01Z'",
                String.class);
    asSuperuser(
        "insert into andiron.audit_removal (id, first, before, leaves, digest, reason) values ('"
            + january.get(0).id()
            + "', '2018-02-01Z', '2018-03-01Z', 40, '\\x"
            + digest
            + "', 'forged')");
    assertThat(log.verify().findings())
        .singleElement()
        .hasToString("record " + january.get(0).id() + ": no record tells of this removal");
  }

  @Test
  void nobodyWaitsForLongAndWritersGoOn() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch writing = new CountDownLatch(1);
    CompletableFuture<Long> slowest =
        CompletableFuture.supplyAsync(
            () -> {
              long longest = 0;
              try (Connection connection = database.connection()) {
                while (!over.get()) {
                  long start = System.nanoTime();
                  AuditRows.insert(connection, SealableRows.rows(1, 3));
                  connection.commit();
                  longest = Math.max(longest, System.nanoTime() - start);
                  writing.countDown();
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
              return longest;
            });
    writing.await();
    Outcome first = archive(JANUARY);
    Outcome second = archive(FEBRUARY);
    over.set(true);
    assertThat(Duration.ofNanos(slowest.join())).isLessThan(Duration.ofSeconds(4));
    assertThat(List.of(first.result(), second.result())).containsOnly(Result.ARCHIVED);
    log.sealNow();
    assertThat(log.verify(file(JANUARY), file(FEBRUARY)).findings()).isEmpty();
  }

  @Test
  void whoReadsTheLogComesFirst() throws Exception {
    exportOnly(FEBRUARY);
    Call call = Call.of(ArchiveFile.read(file(FEBRUARY)));
    try (Connection reader = database.connection();
        Statement reading = reader.createStatement();
        Connection connection = database.maintenance()) {
      reading.execute("select count(*) from andiron.audit_event");
      RetentionRole role = RetentionRole.on(connection);
      assertThatThrownBy(() -> call.run(role, "P6Y", FEBRUARY))
          .isInstanceOfSatisfying(
              SQLException.class, it -> assertThat(it.getSQLState()).isEqualTo("55P03"));
      connection.rollback();
      database.append(SealableRows.rows(1, 8));
      reader.rollback();
      call.run(role, "P6Y", FEBRUARY);
      connection.rollback();
    }
    assertThat(records(FEBRUARY)).as("rolled back").isEqualTo(40);
    assertThat(log.verify().findings()).isEmpty();
  }

  private record Call(long leaves, byte[] digest) {
    static Call of(ArchiveFile file) {
      return new Call(file.header().leaves(), file.header().digest().bytes());
    }

    void run(RetentionRole role, String age, YearMonth month) throws SQLException {
      run(role, age, month, RecordOfTest.archive(role, month, leaves, digest));
    }

    void run(RetentionRole role, String age, YearMonth month, String record) throws SQLException {
      try (PreparedStatement statement = role.connection().prepareStatement(CALL)) {
        statement.setObject(1, month.atDay(1));
        statement.setString(2, age);
        statement.setLong(3, leaves);
        statement.setBytes(4, digest);
        statement.setString(5, record);
        statement.execute();
      }
    }
  }

  @Test
  void theDatabaseLooksOnceMore() throws Exception {
    exportOnly(FEBRUARY);
    Call call = Call.of(ArchiveFile.read(file(FEBRUARY)));
    YearMonth young = YearMonth.now(ZoneOffset.UTC);
    YearMonth lastYear = young.minusMonths(11);
    database.makeMonth(lastYear);
    Row unsealed = OldLog.rows(FEBRUARY, 1, 1).get(0);
    try (Connection connection = database.maintenance()) {
      RetentionRole role = RetentionRole.on(connection);
      List<String> messages = new ArrayList<>();
      messages.add(refusal(connection, () -> call.run(role, "P100Y", FEBRUARY)));
      messages.add(refusal(connection, () -> call.run(role, "-1 years", young)));
      messages.add(refusal(connection, () -> call.run(role, "P0D", lastYear)));
      messages.add(refusal(connection, () -> call.run(role, "P6Y", YearMonth.of(2017, 5))));
      messages.add(
          refusal(connection, () -> new Call(39, call.digest()).run(role, "P6Y", FEBRUARY)));
      String other = RecordOfTest.archive(role, JANUARY, 40, call.digest());
      messages.add(refusal(connection, () -> call.run(role, "P6Y", FEBRUARY, other)));
      String foreign =
          RecordOfTest.archive(role, FEBRUARY, 40, call.digest()).replace("postgres", "somebody");
      messages.add(refusal(connection, () -> call.run(role, "P6Y", FEBRUARY, foreign)));
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      messages.add(refusal(connection, () -> call.run(role, "P6Y", FEBRUARY)));
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      database.append(List.of(unsealed));
      messages.add(refusal(connection, () -> call.run(role, "P6Y", FEBRUARY)));
      asSuperuser(
          "delete from andiron.audit_event where id = (select id from andiron.audit_leaf where"
              + " recorded >= '2018-02-01Z' order by index limit 1)");
      messages.add(refusal(connection, () -> call.run(role, "P6Y", FEBRUARY)));
      assertThat(messages)
          .containsExactly(
              "records of 2018-02 are not old enough",
              "records of " + young + " are not old enough",
              "records of " + lastYear + " are not old enough",
              "there is no month 2017-05",
              "records of 2018-02 are not those that were exported: 40 records, 40 leaves",
              "the record does not tell of this",
              "the record does not tell of this",
              "to be called in a transaction that is read committed",
              "records of 2018-02 are not those that were exported: 41 records, 40 leaves",
              "records of 2018-02 are not sealed: 1");
    }
    assertThat(records(FEBRUARY)).isEqualTo(40);
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws SQLException;
  }

  private static String refusal(Connection connection, Attempt attempt) throws SQLException {
    try {
      attempt.run();
      return "it was done";
    } catch (SQLException e) {
      String text = String.valueOf(e.getMessage());
      return text.replaceFirst("^ERROR: ", "").split("\n", 2)[0];
    } finally {
      connection.rollback();
    }
  }

  @Test
  void theServerMayNot() throws Exception {
    String nobody = UUID.randomUUID().toString();
    for (String statement :
        List.of(
            "set role andiron_audit_retention",
            "select andiron.archive_audit_month('2018-01-01', 'P6Y', 1, '\\x', '', '{}')",
            "select andiron.place_audit_hold(null, null, null, 'x', '{}')",
            "select andiron.lift_audit_hold('" + nobody + "', 'x', '{}')",
            "select andiron.append_retention_record('audit-hold', '{}')",
            "select * from andiron.audit_holds_on(now(), now())",
            "insert into andiron.audit_hold (id, reason) values ('" + nobody + "', 'x')",
            "insert into andiron.audit_hold_lift (hold, id, reason) select id, id, 'x' from"
                + " andiron.audit_hold",
            "drop table andiron.audit_hold_lift")) {
      try (Connection connection = database.connection();
          Statement application = connection.createStatement()) {
        assertThatThrownBy(() -> application.execute(statement))
            .as(statement)
            .isInstanceOfSatisfying(
                SQLException.class, it -> assertThat(it.getSQLState()).isEqualTo("42501"));
      }
    }
  }

  @Test
  void theRoleMayNothingElse() throws Exception {
    as(
        role -> {
          for (String statement :
              List.of(
                  "insert into andiron.audit_event select * from andiron.audit_event limit 1",
                  "delete from andiron.audit_event",
                  "drop table andiron.audit_event_2018_01",
                  "insert into andiron.audit_removal select * from andiron.audit_removal",
                  "insert into andiron.audit_hold (id, reason) values (gen_random_uuid(), 'x')",
                  "select andiron.append_retention_record('audit-hold', '{}')",
                  "select andiron.make_audit_partitions()",
                  "select * from public.hfj_resource")) {
            try (Statement attempt = role.connection().createStatement()) {
              assertThatThrownBy(() -> attempt.execute(statement))
                  .as(statement)
                  .isInstanceOfSatisfying(
                      SQLException.class, it -> assertThat(it.getSQLState()).isIn("42501"));
            }
            role.connection().rollback();
          }
          return null;
        });
  }

  @Test
  void oneAtATime() throws Exception {
    as(
        first -> {
          assertThat(new Archiving(first, SIX_YEARS).due()).isNotEmpty();
          return as(
              second -> {
                assertThatThrownBy(() -> new Archiving(second, SIX_YEARS))
                    .isInstanceOf(RetentionException.class)
                    .hasMessageContaining("another 'audit archive'");
                return null;
              });
        });
  }

  @Test
  void aLoginOfAnOperatorMayOnceItHasTheRole() throws Exception {
    String url;
    try (Connection superuser = database.maintenance();
        Statement statement = superuser.createStatement()) {
      url = superuser.getMetaData().getURL();
      statement.execute("create role audit_keeper login password 'keeper'");
      statement.execute(
          "do $$ begin execute format('grant connect on database %I to audit_keeper',"
              + " current_database()); end $$");
      superuser.commit();
      try (Connection keeper = DriverManager.getConnection(url, "audit_keeper", "keeper")) {
        keeper.setAutoCommit(false);
        assertThatThrownBy(() -> RetentionRole.on(keeper))
            .hasMessageContaining("grant andiron_audit_retention to \"audit_keeper\";");
      }
      statement.execute("grant andiron_audit_retention to audit_keeper");
      superuser.commit();
    }
    try (Connection keeper = DriverManager.getConnection(url, "audit_keeper", "keeper")) {
      keeper.setAutoCommit(false);
      RetentionRole role = RetentionRole.on(keeper);
      Holds holds = new Holds(role);
      UUID hold =
          holds.place(new HoldScope(Optional.empty(), Optional.empty(), Optional.of("p1")), "x");
      Archiving archiving = new Archiving(role, SIX_YEARS);
      assertThat(archiving.archive(JANUARY, folder, (records, of) -> {}).result())
          .isEqualTo(Result.HELD);
      holds.lift(hold, "y");
      assertThat(archiving.archive(JANUARY, folder, (records, of) -> {}).result())
          .isEqualTo(Result.ARCHIVED);
      assertThat(holds.list()).extracting(Hold::placedBy).containsExactly("audit_keeper");
    }
    log.sealNow();
    assertThat(log.verify(file(JANUARY)).findings()).isEmpty();
    assertThat(
            database
                .jdbc()
                .queryForObject(
                    "select content from andiron.audit_event join andiron.audit_removal using (id)",
                    String.class))
        .contains("\"urn:andiron:database-role\",\"value\":\"audit_keeper\"");
  }

  @Test
  void whoMayNotTakeOnTheRoleIsToldWhatToGrant() throws Exception {
    try (Connection connection = database.connection()) {
      assertThatThrownBy(() -> RetentionRole.on(connection))
          .isInstanceOf(RetentionException.class)
          .hasMessageContaining("grant andiron_audit_retention to \"andiron\";");
    }
  }
}
