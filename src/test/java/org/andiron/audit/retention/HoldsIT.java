package org.andiron.audit.retention;

import static org.andiron.audit.retention.OldLog.FEBRUARY;
import static org.andiron.audit.retention.OldLog.JANUARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.andiron.audit.event.BalpConformance;
import org.andiron.audit.retention.Archiving.Outcome;
import org.andiron.audit.retention.Archiving.Result;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.verification.ArchivedTime;
import org.andiron.audit.verification.Finding;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Months of a log in PostgreSQL that are kept from being archived. */
@Timeout(180)
class HoldsIT {

  private static final RetentionPeriod SIX_YEARS = RetentionPeriod.parse("P6Y");
  private static final HoldScope ALL =
      new HoldScope(Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir private static Path clusterDirectory;
  private static AuditCluster cluster;

  @TempDir private Path folder;
  private AuditDatabase database;
  private OldLog log;

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
    log.add(JANUARY, 20, 1);
    log.add(FEBRUARY, 20, 101);
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

  private UUID place(HoldScope scope) throws Exception {
    return as(role -> new Holds(role).place(scope, "Case 4711"));
  }

  private void lift(UUID hold) throws Exception {
    as(
        role -> {
          new Holds(role).lift(hold, "Case 4711 is closed");
          return hold;
        });
  }

  private Outcome archive(YearMonth month) throws Exception {
    return as(role -> new Archiving(role, SIX_YEARS).archive(month, folder, (records, of) -> {}));
  }

  private Outcome look(YearMonth month) throws Exception {
    return as(role -> new Archiving(role, SIX_YEARS).look(month));
  }

  private static HoldScope days(String from, String until) {
    return HoldScope.ofDays(
        Optional.of(LocalDate.parse(from)), Optional.of(LocalDate.parse(until)), Optional.empty());
  }

  private static HoldScope patient(String id) {
    return new HoldScope(Optional.empty(), Optional.empty(), Optional.of(id));
  }

  @Test
  void aHoldOfATimeKeepsTheMonthsOfThatTimeUntilItIsLifted() throws Exception {
    UUID hold = place(days("2018-02-28", "2018-02-28"));
    assertThat(look(JANUARY).result()).isEqualTo(Result.DUE);
    for (Outcome held : List.of(look(FEBRUARY), archive(FEBRUARY))) {
      assertThat(held)
          .isEqualTo(new Outcome(FEBRUARY, Result.HELD, 20, "hold " + hold + " (Case 4711)"));
    }
    lift(hold);
    assertThat(archive(FEBRUARY).result()).isEqualTo(Result.ARCHIVED);
    log.sealNow();
    assertThat(log.verify().findings()).isEmpty();
  }

  /** A superuser takes a hold away, changes or lifts it, and the log tells otherwise. */
  @Test
  void aHoldThatIsNotWhatTheLogTellsIsFound() throws Exception {
    UUID hold = place(days("2018-02-28", "2018-02-28"));
    UUID ofPatient = place(patient("p20"));
    UUID over = place(ALL);
    lift(over);
    for (boolean sealed : List.of(false, true)) {
      if (sealed) {
        log.sealNow();
      }
      assertThat(log.verify().findings()).isEmpty();
      assertThat(log.verifyDump().findings()).isEmpty();
      assertThat(foundAfter("delete from andiron.audit_hold where id = '" + hold + "'"))
          .containsExactly(hold);
      assertThat(foundAfter("update andiron.audit_hold set patient = 'p21' where patient = 'p20'"))
          .containsExactly(ofPatient);
      assertThat(foundAfter("update andiron.audit_hold set first = first - interval '1 month'"))
          .containsExactly(hold);
      assertThat(foundAfter("delete from andiron.audit_hold_lift")).hasSize(1);
      UUID forged = UUID.randomUUID();
      assertThat(
              foundAfter(
                  "insert into andiron.audit_hold_lift (hold, id, reason) values ('%s', '%s', 'x')"
                      .formatted(hold, forged)))
          .containsExactly(forged);
      assertThat(
              foundAfter(
                  "insert into andiron.audit_hold (id, reason) values ('" + forged + "', 'x')"))
          .containsExactly(forged);
    }
  }

  /** Ids of what is found after a statement, which is undone. */
  private List<UUID> foundAfter(String sql) throws Exception {
    try (Connection superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      for (String table : List.of("audit_hold", "audit_hold_lift")) {
        statement.execute("create table public." + table + " as table andiron." + table);
      }
      statement.execute(sql);
      superuser.commit();
      List<UUID> found =
          log.verify().findings().stream()
              .filter(it -> it.kind() == Finding.Kind.HOLD)
              .map(Finding::id)
              .toList();
      statement.execute("delete from andiron.audit_hold_lift; delete from andiron.audit_hold");
      for (String table : List.of("audit_hold", "audit_hold_lift")) {
        statement.execute("insert into andiron." + table + " table public." + table);
        statement.execute("drop table public." + table);
      }
      superuser.commit();
      return found;
    }
  }

  @Test
  void daysBesideAMonthAreNotInIt() throws Exception {
    place(days("2017-01-01", "2018-01-31"));
    place(days("2018-03-01", "2019-01-01"));
    assertThat(look(JANUARY).result()).isEqualTo(Result.HELD);
    assertThat(look(FEBRUARY).result()).isEqualTo(Result.DUE);
  }

  @Test
  void aHoldOfAPatientKeepsTheMonthsInWhichSomethingIsAboutThePatient() throws Exception {
    place(patient("p20"));
    assertThat(look(JANUARY).result()).isEqualTo(Result.HELD);
    assertThat(look(FEBRUARY).result()).isEqualTo(Result.DUE);
    place(patient("p2"));
    place(patient("p"));
    assertThat(look(FEBRUARY).result()).isEqualTo(Result.DUE);
    place(patient("p101"));
    assertThat(look(FEBRUARY).result()).isEqualTo(Result.HELD);
  }

  @Test
  void aHoldOfAllKeepsAll() throws Exception {
    UUID first = place(ALL);
    UUID second = place(ALL);
    lift(first);
    assertThat(look(JANUARY).reason()).isEqualTo("hold " + second + " (Case 4711)");
    assertThat(look(FEBRUARY).result()).isEqualTo(Result.HELD);
  }

  @Test
  void theLogTellsOfHoldsAndThePatientsLogAsWell() throws Exception {
    UUID hold = place(patient("p7"));
    lift(hold);
    List<String> contents =
        database
            .jdbc()
            .queryForList(
                "select content from andiron.audit_event where patient = 'p7' and recorded >"
                    + " '2020-01-01Z' order by recorded, id",
                String.class);
    assertThat(contents).hasSize(2);
    for (String content : contents) {
      AuditEvent event =
          FhirContext.forR4Cached().newJsonParser().parseResource(AuditEvent.class, content);
      assertThat(event.getMeta().getTagFirstRep().getCode()).isEqualTo("audit-hold");
      assertThat(BalpConformance.problems(event)).isEmpty();
    }
    assertThat(contents.get(0)).contains(hold.toString(), "placed", "Case 4711");
    assertThat(contents.get(1)).contains("AuditEvent/" + hold, "Case 4711 is closed");
    log.sealNow();
    assertThat(log.verify().findings()).isEmpty();

    List<Hold> holds = as(role -> new Holds(role).list());
    assertThat(holds)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.id()).isEqualTo(hold);
              assertThat(it.scope()).isEqualTo(patient("p7"));
              assertThat(it.placedBy()).isEqualTo("postgres");
              assertThat(it.lift().orElseThrow().reason()).isEqualTo("Case 4711 is closed");
            });
  }

  @Test
  void whatIsNotThereOrWasLiftedIsNotLifted() throws Exception {
    UUID nobody = UUID.randomUUID();
    assertThatThrownBy(() -> lift(nobody))
        .isInstanceOf(RetentionException.class)
        .hasMessage("there is no hold " + nobody);
    UUID hold = place(ALL);
    lift(hold);
    assertThatThrownBy(() -> lift(hold))
        .isInstanceOf(RetentionException.class)
        .hasMessage("the hold " + hold + " was lifted before");
    assertThat(
            database
                .jdbc()
                .queryForObject(
                    "select count(*) from andiron.audit_event where terms @>"
                        + " array['subtype=audit-hold']",
                    Integer.class))
        .as("what was refused is not told")
        .isEqualTo(2);
  }

  /** Nobody needs to have looked before: the function does. */
  @Test
  void aHoldThatComesAfterTheExportKeepsTheMonth() throws Exception {
    try (Connection connection = database.maintenance()) {
      RetentionRole role = RetentionRole.on(connection);
      var header =
          ArchivedTime.of(
                  connection,
                  FEBRUARY.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                  FEBRUARY.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
              .header();
      connection.rollback();
      UUID hold = place(patient("p105"));
      assertThatThrownBy(() -> call(role, header.leaves(), header.digest().bytes()))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("records of 2018-02 are held by " + hold);
      connection.rollback();
      lift(hold);

      call(role, header.leaves(), header.digest().bytes());
      CompletableFuture<UUID> late =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return place(patient("p105"));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      connection.commit();
      assertThat(late.join()).as("waits for the removal, or comes later").isNotNull();
    }
  }

  private static void call(RetentionRole role, long leaves, byte[] digest) throws SQLException {
    try (PreparedStatement statement =
        role.connection()
            .prepareStatement(
                "select andiron.archive_audit_month('2018-02-01', 'P6Y', ?, ?, 'test',"
                    + " ?::jsonb)")) {
      statement.setLong(1, leaves);
      statement.setBytes(2, digest);
      statement.setString(3, RecordOfTest.archive(role, FEBRUARY, leaves, digest));
      statement.execute();
    }
  }
}
