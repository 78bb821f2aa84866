package org.andiron.audit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Salt;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.postgres.Database;
import org.andiron.storage.postgres.DatabaseConfiguration;
import org.andiron.storage.postgres.SeparatePool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The audit log in an embedded PostgreSQL that is migrated, without the rest of the server. */
@Timeout(180)
class AuditLogIT {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir private static Path temporary;
  private static AnnotationConfigApplicationContext context;
  private static DataSource dataSource;
  private static JdbcTemplate jdbc;
  private static TransactionTemplate transactions;

  private AuditLog log;

  @BeforeAll
  static void migrate() {
    context = new AnnotationConfigApplicationContext();
    TestPropertyValues.of("andiron.storage.embedded.directory=" + temporary.resolve("data"))
        .applyTo(context);
    context.register(DatabaseConfiguration.class);
    context.scan("org.andiron.storage.migration");
    context.refresh();
    dataSource = context.getBean(DataSource.class);
    jdbc = new JdbcTemplate(dataSource);
    transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void open() {
    RestrictedAccess unrestricted = mock();
    when(unrestricted.unrestricted(any())).thenAnswer(it -> it.<Supplier<?>>getArgument(0).get());
    log =
        new AuditLog(
            unrestricted,
            jdbc,
            SeparatePool.open(context.getBean(Database.class), "andiron-audit", 2, PATIENCE),
            new AuditProperties(PATIENCE, true));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static long kept(Row row) {
    return kept(row.id());
  }

  private static long kept(UUID id) {
    Long count =
        jdbc.queryForObject(
            "select count(*) from andiron.audit_event where id = ?", Long.class, id);
    return count == null ? 0 : count;
  }

  @Test
  void aRowIsKeptAsItWasGiven() {
    Instant recorded = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Row row =
        new Row(
            Row.newId(recorded),
            recorded,
            "{\"resourceType\": \"AuditEvent\",\n \"ä\": \"😀 \\u0000\"}",
            Salt.random(),
            new SearchValues(
                "p-kept",
                "R",
                "0",
                "http://t|rest",
                List.of("Anna Ärztin", "a \"b\" {c},\\d", ""),
                List.of("192.0.2.1"),
                Set.of("agent=Practitioner/1", "policy=" + "x".repeat(300))),
            true,
            "request-7");
    log.commit(List.of(row));

    Map<String, Object> kept =
        jdbc.queryForMap("select * from andiron.audit_event where patient = 'p-kept'");
    assertThat(kept)
        .containsEntry("id", row.id())
        .containsEntry("content", row.content())
        .containsEntry("salt", row.salt().bytes())
        .containsEntry("commitment", row.leaf().commitment().bytes())
        .containsEntry("is_foreign", true)
        .containsEntry("request_id", "request-7")
        .containsEntry("action", "R")
        .containsEntry("outcome", "0")
        .containsEntry("type", "http://t|rest");
    assertThat(
            jdbc.queryForObject(
                "select recorded from andiron.audit_event where patient = 'p-kept' and agent_names"
                    + " = ?::text[] and addresses = ?::text[] and terms @> ?::text[]",
                OffsetDateTime.class,
                row.search().agentNames().toArray(String[]::new),
                row.search().addresses().toArray(String[]::new),
                row.search().terms().toArray(String[]::new)))
        .isEqualTo(recorded.atOffset(ZoneOffset.UTC));
    assertThat(
            jdbc.queryForObject(
                "select xact < pg_snapshot_xmin(pg_current_snapshot()) from andiron.audit_event"
                    + " where patient = 'p-kept'",
                Boolean.class))
        .as("the sealer may take it")
        .isTrue();
  }

  @Test
  void whatATransactionDidIsRecordedWithItOrNotAtAll() {
    jdbc.execute("create table if not exists public.done (id uuid)");
    Row kept = AuditRows.row("kept");
    Row undone = AuditRows.row("undone");
    for (Row row : List.of(kept, undone)) {
      transactions.executeWithoutResult(
          status -> {
            jdbc.update("insert into public.done values (?)", row.id());
            log.append(List.of(row));
            if (row.equals(undone)) {
              status.setRollbackOnly();
            }
          });
    }
    assertThat(kept(kept)).isEqualTo(1);
    assertThat(kept(undone)).isZero();
    assertThat(jdbc.queryForList("select id from public.done", UUID.class))
        .containsExactly(kept.id());
  }

  @Test
  void aTransactionThatCannotBeRecordedCannotBeCommitted() {
    jdbc.execute("create table if not exists public.unrecorded (id uuid)");
    Row past = AuditRows.row("past", Instant.now().minus(Duration.ofDays(100)));
    assertThatThrownBy(
            () ->
                transactions.executeWithoutResult(
                    status -> {
                      jdbc.update("insert into public.unrecorded values (?)", past.id());
                      assertThatThrownBy(() -> log.append(List.of(past)))
                          .isInstanceOf(AuditUnavailableException.class)
                          .rootCause()
                          .hasMessageContaining("no partition");
                    }))
        .isInstanceOf(AuditUnavailableException.class);
    assertThat(jdbc.queryForList("select id from public.unrecorded")).isEmpty();
  }

  @Test
  void nothingIsRecordedOfATransactionWithoutOne() {
    assertThatThrownBy(() -> log.append(List.of(AuditRows.row("none"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTransactionMayRecordManyRows() {
    List<Row> rows = AuditRows.rows(5_000);
    transactions.executeWithoutResult(status -> log.append(rows));
    assertThat(rows.stream().limit(20)).allSatisfy(it -> assertThat(kept(it)).isEqualTo(1));
    assertThat(
            jdbc.queryForObject(
                "select count(distinct xact) from andiron.audit_event where id = any(?)",
                Long.class,
                (Object) rows.stream().map(Row::id).toArray(UUID[]::new)))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update andiron.audit_event set content = content",
        "update andiron.audit_event set patient = null where false",
        "delete from andiron.audit_event",
        "truncate andiron.audit_event",
        "insert into andiron.audit_event select * from andiron.audit_event limit 1"
            + " on conflict (recorded, id) do update set content = excluded.content"
      })
  void nobodyChangesRows(String statement) {
    log.commit(AuditRows.rows(1));
    long before = rows();
    refusedToTheApplication(statement);
    refusedToTheOwner(statement, "the audit log only grows");
    for (String role :
        List.of(
            "andiron_restricted",
            "andiron_restricted_by_query",
            "andiron_ruled",
            "andiron_ruled_few")) {
      refusedToRole(role, statement);
    }
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void nobodyChangesRowsOfAPartition() {
    for (String partition : partitions()) {
      for (String statement :
          List.of("update %s set content = content", "delete from %s", "truncate %s")) {
        refusedToTheApplication(statement.formatted(partition));
        refusedToTheOwner(statement.formatted(partition), "the audit log only grows");
      }
      assertThatCode(() -> jdbc.queryForList("select * from " + partition + " limit 1"))
          .as("pg_dump reads it")
          .doesNotThrowAnyException();
      refusedToTheApplication("insert into " + partition + " select * from " + partition);
      refusedToTheApplication("drop table " + partition);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table andiron.audit_event",
        "alter table andiron.audit_event disable trigger all",
        "drop trigger andiron_only_grows on andiron.audit_event",
        "create or replace function andiron.refuse_audit_change() returns trigger language plpgsql"
            + " as 'begin return new; end'",
        "drop schema andiron cascade",
        "alter schema andiron owner to andiron",
        "insert into andiron.audit_event (id, recorded, xact, content, salt, commitment,"
            + " is_foreign, type, agent_names, addresses, terms) values (gen_random_uuid(), now(),"
            + " '1', '{}', '', sha256('{}'), false, '', '{}', '{}', '{}')",
        "set role andiron_audit_owner"
      })
  void theApplicationCannotTakeTheLogOver(String statement) {
    refusedToTheApplication(statement);
  }

  @Test
  void restrictedRequestsDoNotEvenReadIt() {
    for (String statement :
        List.of(
            "select * from andiron.audit_event",
            "select count(*) from andiron.audit_event",
            "insert into andiron.audit_event (id) values (gen_random_uuid())",
            "select andiron.make_audit_partitions()")) {
      for (String role :
          List.of(
              "andiron_restricted",
              "andiron_restricted_by_query",
              "andiron_ruled",
              "andiron_ruled_few")) {
        refusedToRole(role, statement);
      }
    }
  }

  @Test
  void aCommitmentToSomethingElseIsRefused() {
    assertThatThrownBy(
            () ->
                jdbc.update(
                    "insert into andiron.audit_event (id, recorded, content, salt, commitment,"
                        + " is_foreign, type, agent_names, addresses, terms) values"
                        + " (gen_random_uuid(), now(), '{}', ?, ?, false, '', '{}', '{}', '{}')",
                    Salt.random().bytes(),
                    Hash.EMPTY_TREE.bytes()))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("audit_event_commitment");
  }

  @Test
  void thereArePartitionsForThisMonthAndTheNextTwoAndNoOther() {
    YearMonth month = YearMonth.now(ZoneOffset.UTC);
    assertThat(partitions())
        .contains(partition(month), partition(month.plusMonths(1)), partition(month.plusMonths(2)))
        .doesNotContain(partition(month.plusMonths(3)), partition(month.minusMonths(2)));
    Row next =
        AuditRows.row(
            "next", month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    log.commit(List.of(next));
    assertThat(
            jdbc.queryForObject(
                "select tableoid::regclass::text from andiron.audit_event where id = ?",
                String.class,
                next.id()))
        .isEqualTo(partition(month.plusMonths(1)));
  }

  @Test
  void partitionsAreMadeByTheServerWhileOthersWrite() {
    String last = partition(YearMonth.now(ZoneOffset.UTC).plusMonths(2));
    asOwner("drop table " + last);
    assertThat(partitions()).doesNotContain(last);
    AuditPartitions partitions = new AuditPartitions(jdbc);
    transactions.executeWithoutResult(
        status -> {
          log.append(AuditRows.rows(1));
          Thread other = new Thread(partitions::start);
          other.start();
          assertThatCode(() -> other.join(20_000)).doesNotThrowAnyException();
          assertThat(other.isAlive()).as("it waits for the transaction").isFalse();
        });
    partitions.stop();
    assertThat(partitions()).contains(last);
    refusedToTheOwner("truncate " + last, "the audit log only grows");
    refusedToTheOwner("delete from " + last, "the audit log only grows");
    assertThat(jdbc.queryForList("select * from " + last)).isEmpty();
    assertThat(
            jdbc.queryForObject(
                "select pg_get_userbyid(relowner) from pg_class where oid = ?::regclass",
                String.class,
                last))
        .isEqualTo("andiron_audit_owner");
  }

  @Test
  void aLaterMigrationChangesTheLogAndGivesTheRoleBack() {
    transactions.executeWithoutResult(
        status -> {
          jdbc.execute("select andiron.begin_audit_change()");
          jdbc.execute("alter table andiron.audit_event add column later int");
          jdbc.execute("select andiron.end_audit_change()");
          assertThat(jdbc.queryForObject("select current_user", String.class)).isEqualTo("andiron");
          status.setRollbackOnly();
        });
    refusedToTheApplication("set role andiron_audit_owner");
  }

  @Test
  void twoHundredCallersAreEachRecordedOnce() throws InterruptedException {
    List<Row> rows = AuditRows.rows(200);
    inParallel(200, it -> log.commit(List.of(rows.get(it))));
    assertThat(
            jdbc.queryForObject(
                "select count(*) from andiron.audit_event where id = any(?)",
                Long.class,
                (Object) rows.stream().map(Row::id).toArray(UUID[]::new)))
        .isEqualTo(200);
    assertThat(
            jdbc.queryForObject(
                "select count(distinct xact) from andiron.audit_event where id = any(?)",
                Long.class,
                (Object) rows.stream().map(Row::id).toArray(UUID[]::new)))
        .as("transactions")
        .isLessThan(100);
  }

  /** With one statement, and with several. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 9, 16, 63, 64, 65, 200})
  void allRowsOfACallerAreThereInOneTransaction(int number) {
    List<Row> rows = AuditRows.rows(number);
    log.commit(rows);
    assertThat(rows).allSatisfy(it -> assertThat(kept(it)).isEqualTo(1));
    assertThat(
            jdbc.queryForObject(
                "select count(distinct xact) from andiron.audit_event where id = any(?)",
                Long.class,
                (Object) rows.stream().map(Row::id).toArray(UUID[]::new)))
        .isEqualTo(1);
  }

  /** With one statement, and with several, of which the last fails. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 70})
  void aGroupThatFailsIsNotHalfThere(int number) {
    List<Row> rows = new ArrayList<>(AuditRows.rows(number));
    rows.add(AuditRows.row("past", Instant.now().minus(Duration.ofDays(100))));
    assertThatThrownBy(() -> log.commit(rows))
        .isInstanceOf(AuditUnavailableException.class)
        .hasMessage("the audit log could not be written");
    assertThat(rows).allSatisfy(it -> assertThat(kept(it)).isZero());
    rows.remove(number);
    log.commit(rows);
    assertThat(rows).allSatisfy(it -> assertThat(kept(it)).isEqualTo(1));
  }

  @Test
  void waitingCallersNeedNoConnectionOfThePool() throws SQLException {
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        taken.add(dataSource.getConnection());
      }
      log.commit(AuditRows.rows(1));
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  @Test
  void whoseCommitReturnedIsRecordedThoughTheDatabaseIsKilled() throws Exception {
    Map<UUID, Boolean> outcomes = new ConcurrentHashMap<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Thread caller =
          new Thread(
              () -> {
                while (!over.get()) {
                  Row row = AuditRows.row("killed");
                  Throwable thrown = catchThrowable(() -> log.commit(List.of(row)));
                  assertThat(thrown == null || thrown instanceof AuditUnavailableException)
                      .isTrue();
                  outcomes.put(row.id(), thrown == null);
                }
              });
      caller.start();
      callers.add(caller);
    }
    for (int kill = 1; kill <= 2; kill++) {
      long seen = recorded(outcomes);
      await().atMost(Duration.ofSeconds(60)).until(() -> recorded(outcomes) > seen + 500);
      killPostgres();
      long failed = outcomes.size() - recorded(outcomes);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> outcomes.size() - recorded(outcomes) > failed);
    }
    long seen = recorded(outcomes);
    await().atMost(Duration.ofSeconds(60)).until(() -> recorded(outcomes) > seen + 500);
    over.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    await().ignoreExceptions().until(() -> rows() > 0);
    Set<UUID> kept =
        Set.copyOf(
            jdbc.queryForList(
                "select id from andiron.audit_event where content like '%killed%'", UUID.class));
    outcomes.forEach(
        (id, recorded) -> {
          if (recorded) {
            assertThat(kept).contains(id);
          }
        });
    assertThat(outcomes).containsValue(false);
  }

  private static long recorded(Map<UUID, Boolean> outcomes) {
    return outcomes.values().stream().filter(it -> it).count();
  }

  private static void killPostgres() throws IOException {
    Path file = temporary.resolve("data/cluster/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  @FunctionalInterface
  private interface Work {
    void by(int caller);
  }

  private static void inParallel(int callers, Work work) throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads =
        IntStream.range(0, callers)
            .mapToObj(
                it ->
                    new Thread(
                        () -> {
                          Throwable thrown = catchThrowable(() -> work.by(it));
                          if (thrown != null) {
                            synchronized (failures) {
                              failures.add(thrown);
                            }
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  private static long rows() {
    Long count = jdbc.queryForObject("select count(*) from andiron.audit_event", Long.class);
    return count == null ? 0 : count;
  }

  private static List<String> partitions() {
    return jdbc.queryForList(
        "select inhrelid::regclass::text from pg_inherits"
            + " where inhparent = 'andiron.audit_event'::regclass",
        String.class);
  }

  private static String partition(YearMonth month) {
    return "andiron.audit_event_%d_%02d".formatted(month.getYear(), month.getMonthValue());
  }

  private static void refusedToTheApplication(String statement) {
    assertThatThrownBy(() -> jdbc.execute(statement))
        .as(statement)
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .message()
        .containsAnyOf("permission denied", "must be owner");
  }

  private static void refusedToTheOwner(String statement, String reason) {
    assertThatThrownBy(() -> asOwner(statement))
        .as(statement)
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining(reason);
  }

  private static void asOwner(String statement) {
    transactions.executeWithoutResult(
        status -> {
          jdbc.execute("select andiron.begin_audit_change()");
          jdbc.execute(statement);
          jdbc.execute("select andiron.end_audit_change()");
        });
  }

  private static void refusedToRole(String role, String statement) {
    assertThatThrownBy(
            () ->
                transactions.executeWithoutResult(
                    status -> {
                      jdbc.execute("set local role " + role);
                      jdbc.execute(statement);
                    }))
        .as(role + ": " + statement)
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("permission denied");
  }
}
