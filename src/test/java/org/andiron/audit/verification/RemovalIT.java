package org.andiron.audit.verification;

import static org.andiron.audit.retention.OldLog.FEBRUARY;
import static org.andiron.audit.retention.OldLog.JANUARY;
import static org.andiron.audit.verification.RemovalRecords.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.retention.OldLog;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.store.Row;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What may be gone of a log, and what is taken for that and is not. */
@Timeout(180)
class RemovalIT {

  private static final String UNTOLD = "no record tells of this removal";

  @TempDir private static Path clusterDirectory;
  private static AuditCluster cluster;

  @TempDir private Path temporary;
  private AuditDatabase database;
  private OldLog log;
  private List<Row> january;
  private List<Row> february;
  private Hash digest;

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
    log = new OldLog(database, temporary.resolve("key.pem"));
    january = log.add(JANUARY, 30, 1);
    february = log.add(FEBRUARY, 20, 101);
    log.addNow(5);
    try (Connection connection = database.connection()) {
      digest = RemovalRecords.digest(connection, JANUARY);
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void tamper(String sql) throws SQLException {
    try (Connection superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute(sql);
      superuser.commit();
    }
  }

  private void dropJanuary() throws SQLException {
    tamper("drop table andiron.audit_event_2018_01");
  }

  private void remove(UUID record) throws SQLException {
    remove(record, start(JANUARY), start(FEBRUARY), null, 30, digest);
  }

  private void remove(
      UUID record, Instant first, Instant before, @Nullable UUID event, long leaves, Hash of)
      throws SQLException {
    try (Connection superuser = database.superuser()) {
      RemovalRecords.remove(superuser, record, first, before, event, leaves, of);
      superuser.commit();
    }
  }

  private UUID tell(Row row) throws SQLException {
    database.append(List.of(row));
    return row.id();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  @Test
  void aMonthThatIsRemovedAsToldIsNoFinding() throws Exception {
    dropJanuary();
    assertThat(log.verify().findingCount()).isEqualTo(30);
    UUID record = tell(RemovalRecords.telling(now(), JANUARY, 30, digest));
    assertThat(log.verify().findingCount()).as("told, but no removal").isEqualTo(30);
    remove(record);
    VerificationReport waiting = log.verify();
    assertThat(waiting.findings()).isEmpty();
    assertThat(waiting.removed()).isEqualTo(30);
    log.sealNow();
    for (VerificationReport report : List.of(log.verify(), log.verifyDump())) {
      assertThat(report.findings()).isEmpty();
      assertThat(report.removed()).isEqualTo(30);
      assertThat(report.records()).isEqualTo(26);
    }
    tamper("delete from andiron.audit_event where id = '" + february.get(3).id() + "'");
    assertThat(log.verify().findings())
        .extracting(Finding::id)
        .containsExactly(february.get(3).id());
  }

  @Test
  void whatTellsOfSomethingElseDoesNotTellOfIt() throws Exception {
    dropJanuary();
    for (Row row :
        List.of(
            RemovalRecords.telling(now(), FEBRUARY, 30, digest),
            RemovalRecords.telling(now(), JANUARY, 29, digest),
            RemovalRecords.telling(now(), JANUARY, 30, Hash.EMPTY_TREE),
            RemovalRecords.row(now(), Map.of("digest", digest.toString())),
            RemovalRecords.row(now(), Map.of()))) {
      tell(row);
      remove(row.id());
      assertThat(log.verify().findings()).extracting(Finding::text).containsExactly(UNTOLD);
      tamper("delete from andiron.audit_removal");
    }
    UUID right = tell(RemovalRecords.telling(now(), JANUARY, 30, digest));
    remove(UUID.randomUUID());
    assertThat(log.verify().findings())
        .as("told by another record than it names")
        .extracting(Finding::text)
        .containsExactly(UNTOLD);
    tamper("delete from andiron.audit_removal");
    remove(right);
    assertThat(log.verify().findings()).isEmpty();
    tamper("update andiron.audit_event set is_foreign = true where id = '" + right + "'");
    assertThat(log.verify().findings()).extracting(Finding::text).contains(UNTOLD);
  }

  /** What was gone tells of its removal itself, whatever the interval is. */
  @Test
  void whatIsGoneDoesNotTellOfItself() throws Exception {
    Row victim = january.get(7);
    tamper("delete from andiron.audit_event where id = '" + victim.id() + "'");
    Hash one = digestOf(victim);
    Instant recorded = victim.recorded();
    for (List<Instant> interval :
        List.of(
            List.of(recorded, recorded.plusMillis(1)),
            List.of(start(JANUARY), start(FEBRUARY)),
            List.of(start(JANUARY), start(JANUARY.plusYears(20))))) {
      remove(victim.id(), interval.get(0), interval.get(1), null, 1, one);
      assertThat(log.verify().findings())
          .as(interval.toString())
          .extracting(Finding::kind)
          .contains(Kind.REMOVAL);
      tamper("delete from andiron.audit_removal");
    }
  }

  private Hash digestOf(Row row) throws SQLException {
    LeafDigest of = new LeafDigest();
    try (Connection connection = database.connection()) {
      List<Entry> entries =
          DatabaseSource.entries(connection, 0, Long.MAX_VALUE, new ArrayList<>());
      entries.stream()
          .filter(it -> it.leaf().id().equals(row.id()))
          .forEach(it -> of.add(it.leaf().hash()));
    }
    return of.hash();
  }

  @Test
  void aRecordIsNotRemovedAlone() throws Exception {
    Row victim = january.get(7);
    Hash one = digestOf(victim);
    tamper("delete from andiron.audit_event where id = '" + victim.id() + "'");
    UUID record = tell(RemovalRecords.telling(now(), JANUARY, 1, one));
    log.sealNow();
    remove(record, start(JANUARY), start(FEBRUARY), null, 1, one);
    assertThat(log.verify().findings())
        .singleElement()
        .hasToString(
            "record "
                + record
                + ": it tells that a month was removed, of which 29 records are"
                + " there");
    tamper("delete from andiron.audit_removal");
    remove(record, start(JANUARY), start(FEBRUARY), victim.id(), 1, one);
    assertThat(log.verify().findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.RECORD_MISSING, Kind.REMOVAL);
  }

  @Test
  void whatIsYoungIsNotRemoved() throws Exception {
    YearMonth month = YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC));
    tamper("delete from andiron.audit_event where recorded >= '" + start(month) + "'");
    Hash young;
    try (Connection connection = database.connection()) {
      young = RemovalRecords.digest(connection, month);
    }
    long gone = log.verify().findingCount();
    UUID record = tell(RemovalRecords.telling(now(), month, gone, young));
    log.sealNow();
    remove(record, start(month), start(month.plusMonths(1)), null, gone, young);
    assertThat(log.verify().findings())
        .extracting(Finding::kind)
        .contains(Kind.RECORD_MISSING, Kind.REMOVAL)
        .hasSize((int) gone + 1);
  }

  /** The record that tells of it was there before, or when the month was young. */
  @Test
  void aRemovalIsToldLater() throws Exception {
    YearMonth march = JANUARY.plusMonths(2);
    close();
    database = cluster.database();
    log = new OldLog(database, temporary.resolve("other.pem"));
    database.makeMonth(march);
    log.add(JANUARY, 30, 1);
    try (Connection connection = database.connection()) {
      digest = RemovalRecords.digest(connection, JANUARY);
    }
    UUID early = tell(RemovalRecords.telling(start(march), JANUARY, 30, digest));
    database.seal(
        temporary.resolve("other.pem"),
        Clock.fixed(start(march).plus(Duration.ofSeconds(1)), ZoneOffset.UTC));
    dropJanuary();
    remove(early);
    assertThat(log.verify().findings()).extracting(Finding::text).containsExactly(UNTOLD);
  }
}
