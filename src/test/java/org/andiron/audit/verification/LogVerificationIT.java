package org.andiron.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.andiron.audit.ledger.VerificationKeys;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.sealer.RewrittenLog;
import org.andiron.audit.sealer.SealingRefusedException;
import org.andiron.audit.sealer.SigningKeyFile;
import org.andiron.audit.store.Row;
import org.andiron.audit.store.SealableRows;
import org.andiron.audit.verification.Finding.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verification over several connections, and of dumps. */
@Timeout(180)
class LogVerificationIT {

  @TempDir private static Path clusterDirectory;
  private static AuditCluster cluster;

  @TempDir private Path temporary;
  private AuditDatabase database;
  private Path key;
  private List<Row> rows;

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
    key = temporary.resolve("key.pem");
    rows = SealableRows.rows(5_000, 1);
    database.append(rows.subList(0, 2_999));
    database.seal(key);
    database.append(rows.subList(2_999, 5_000));
    database.seal(key);
    database.append(SealableRows.rows(7, 2));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private LogVerification verification() throws SealingRefusedException {
    return new LogVerification(new SigningKeyFile(key).publicKeys(), List.of());
  }

  private VerificationReport verify() throws Exception {
    try (Connection one = database.connection();
        Connection two = database.connection();
        Connection three = database.connection()) {
      return verification().ofDatabase(List.of(one, two, three), (records, of) -> {});
    }
  }

  private Path dump() throws SQLException, IOException {
    Path file = temporary.resolve(UUID.randomUUID() + ".gz");
    try (Connection connection = database.connection();
        OutputStream to = Files.newOutputStream(file)) {
      LogVerification.dump(connection, to, (records, of) -> {});
    }
    return file;
  }

  private VerificationReport verifyDump(Path file) throws Exception {
    return verification().ofDump(file, 2, (records, of) -> {});
  }

  private void tamper(String sql) throws SQLException {
    try (Connection superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute(sql);
      superuser.commit();
    }
  }

  @Test
  void aLogHoldsInTheDatabaseAndInADump() throws Exception {
    VerificationReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.records()).isEqualTo(5_000);
    assertThat(report.waiting()).isEqualTo(7);
    assertThat(report.heads()).as("the first, and one after each thousand").isEqualTo(7);

    VerificationReport dumped = verifyDump(dump());
    assertThat(dumped.findings()).isEmpty();
    assertThat(dumped.records()).isEqualTo(5_000);
    assertThat(dumped.waiting()).isEqualTo(7);
    assertThat(dumped.head()).isEqualTo(report.head());
  }

  @Test
  void rowsThatComeMeanwhileAreNotMissed() throws Exception {
    try (Connection one = database.connection();
        Connection two = database.connection()) {
      VerificationReport report =
          verification()
              .ofDatabase(
                  List.of(one, two),
                  (records, of) -> {
                    try {
                      database.append(SealableRows.rows(3, records));
                      database.seal(key);
                    } catch (SQLException | SealingRefusedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      assertThat(report.findings()).isEmpty();
      assertThat(report.records()).isEqualTo(5_000);
    }
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void whatIsAlteredIsFoundInADumpAsWell() throws Exception {
    UUID altered = rows.get(4_321).id();
    tamper("update andiron.audit_event set patient = 'px' where id = '" + altered + "'");
    for (VerificationReport report : List.of(verify(), verifyDump(dump()))) {
      assertThat(report.findings())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.kind()).isEqualTo(Kind.COLUMNS_ALTERED);
                assertThat(it)
                    .hasToString(
                        "leaf 4321, record "
                            + altered
                            + ": the column patient is not what the content says");
              });
    }
  }

  @Test
  void aDumpThatIsAlteredOrCutIsNoDump() throws Exception {
    Path dump = dump();
    String text;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(dump))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(verifyDump(written(text)).findings()).isEmpty();
    assertThat(verifyDump(written(text.replaceFirst("Nina", "Nona"))).findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.RECORD_ALTERED);
    assertThatThrownBy(() -> verifyDump(written(text.substring(0, text.length() - 13))))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> verifyDump(written("{}\n")))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("no dump");
    Path cut = temporary.resolve("cut.gz");
    byte[] bytes = Files.readAllBytes(dump);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> verifyDump(cut))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("cut short");
    Path plain = Files.writeString(temporary.resolve("plain"), text);
    assertThatThrownBy(() -> verifyDump(plain))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("no dump");
  }

  private Path written(String text) throws IOException {
    Path file = temporary.resolve(UUID.randomUUID() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  @Test
  void anotherKeyIsNotTrusted() throws Exception {
    try (Connection connection = database.connection()) {
      VerificationReport report =
          new LogVerification(new VerificationKeys(List.of()), List.of())
              .ofDatabase(List.of(connection), (records, of) -> {});
      assertThat(report.findings()).extracting(Finding::kind).containsOnly(Kind.SIGNATURE);
      assertThat(report.findingCount()).isEqualTo(7);
    }
  }

  @Test
  void aRecordThatTheSealerNeverTookIsFound() throws Exception {
    Row late =
        SealableRows.row(
            Instant.now().minus(Duration.ofMinutes(90)).truncatedTo(ChronoUnit.MICROS), 1);
    // A row of a transaction that began before: it is honest, but nothing vouches for it.
    database.append(List.of(late));
    tamper(
        "update andiron.audit_event set xact = (select watermark from andiron.audit_head"
            + " order by size desc limit 1) where id = '"
            + late.id()
            + "'");
    assertThat(verify().findings())
        .singleElement()
        .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.NOT_SEALED))
        .satisfies(it -> assertThat(it.id()).isEqualTo(late.id()));
  }

  @Test
  void whatAnOpenTransactionHoldsUpIsFound() throws Exception {
    try (Connection holding = database.connection();
        Statement statement = holding.createStatement()) {
      statement.execute("select pg_current_xact_id()");
      Row late =
          SealableRows.row(
              Instant.now().minus(Duration.ofMinutes(61)).truncatedTo(ChronoUnit.MICROS), 1);
      database.append(List.of(late));
      database.seal(key);
      assertThat(verify().findings())
          .singleElement()
          .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.NOT_SEALED))
          .satisfies(it -> assertThat(it.id()).isEqualTo(late.id()))
          .satisfies(it -> assertThat(it.text()).contains("a transaction stays open"));
    }
  }

  @Test
  void whatVersion1SealedHoldsWithWhatFollows() throws Exception {
    RewrittenLog.asVersion1(database, key);
    assertThat(verify().findings()).isEmpty();
    database.append(SealableRows.rows(1_500, 3));
    database.seal(key);
    for (VerificationReport report : List.of(verify(), verifyDump(dump()))) {
      assertThat(report.findings()).isEmpty();
      assertThat(report.records()).isEqualTo(6_507);
      assertThat(report.head().orElseThrow().head().bounds()).isNotNull();
    }
    UUID first = rows.get(0).id();
    tamper("update andiron.audit_event set xact = '3' where id = '" + rows.get(1).id() + "'");
    assertThat(verify().findings()).as("version 1 does not have it").isEmpty();
    tamper("update andiron.audit_leaf set xact = '3' where id = '" + first + "'");
    assertThat(verify().findings()).extracting(Finding::kind).contains(Kind.ROOT);
  }

  /** Whatever its columns say that version 1 did not sign. */
  @Test
  void whatWasPutIntoVersion1IsOlderThanWhatIsBeforeIt() throws Exception {
    Row late =
        SealableRows.row(
            Instant.now().minus(Duration.ofMinutes(75)).truncatedTo(ChronoUnit.MICROS), 1);
    database.append(List.of(late));
    database.seal(key);
    RewrittenLog.asVersion1(database, key);
    tamper("update andiron.audit_event set xact = '3' where id = '" + late.id() + "'");
    tamper("update andiron.audit_head set next_xact = '9223372036854775807'");
    assertThat(verify().findings())
        .singleElement()
        .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.TIME))
        .satisfies(it -> assertThat(it.id()).isEqualTo(late.id()));
  }

  /** Its numbers begin anew, so they say nothing of what it has from before. */
  @Test
  void whatIsPutIntoARestoredDatabaseIsFound() throws Exception {
    RewrittenLog.counting(database, key, 5_000_000);
    assertThat(verify().findings()).isEmpty();
    database.append(SealableRows.rows(20, 3));
    database.seal(key);
    database.append(SealableRows.rows(20, 4));
    database.seal(key);
    assertThat(verify().findings()).isEmpty();
    Row late =
        SealableRows.row(
            Instant.now().minus(Duration.ofMinutes(15)).truncatedTo(ChronoUnit.MICROS), 1);
    RewrittenLog.counting(database, key, 5_000_000);
    database.append(List.of(late));
    database.seal(key);
    assertThat(verify().findings())
        .singleElement()
        .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.TIME))
        .satisfies(it -> assertThat(it.id()).isEqualTo(late.id()));
  }

  /** Rows are read by the time that leaves say; one that says another makes no other row missed. */
  @Test
  void aLeafOfAnotherTimeIsFoundAndNothingElse() throws Exception {
    for (String time : List.of("recorded - interval '20 days'", "recorded + interval '20 days'")) {
      tamper("update andiron.audit_leaf set recorded = " + time + " where index = 77");
      UUID id = rows.get(77).id();
      assertThat(verify().findings())
          .allMatch(it -> id.equals(it.id()) || it.kind() == Kind.ROOT)
          .extracting(Finding::kind)
          .contains(Kind.RECORD_MISSING, Kind.NOT_SEALED, Kind.ROOT);
      tamper(
          "update andiron.audit_leaf l set recorded = e.recorded from andiron.audit_event e"
              + " where e.id = l.id and l.index = 77");
    }
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void aPartOfAllTimesIsLeftToTheJoin() throws Exception {
    try (Connection connection = database.connection()) {
      assertThat(SegmentScan.read(connection, 0, 10, 10))
          .hasValueSatisfying(
              it ->
                  assertThat(it)
                      .hasSize(10)
                      .allSatisfy(entry -> assertThat(entry.row()).isNotNull()));
      assertThat(SegmentScan.read(connection, 0, 11, 10)).as("more than are expected").isEmpty();
    }
    tamper(
        "update andiron.audit_leaf set recorded = (select max(recorded) from andiron.audit_event)"
            + " where index = 3");
    try (Connection connection = database.connection()) {
      assertThat(SegmentScan.read(connection, 0, 10, 10)).isEmpty();
      assertThat(SegmentScan.read(connection, 10, 20, 10))
          .as("the connection is whole")
          .isPresent();
    }
  }

  @Test
  void whatNoColumnOfALogHasIsFound() throws Exception {
    UUID id = rows.get(2_100).id();
    tamper("create table public.kept as select * from andiron.audit_event where id = '" + id + "'");
    for (String column :
        List.of(
            "terms = '{{a,b},{c,d}}'",
            "terms = '{NULL}'",
            "agent_names = '{{a},{b}}'",
            "addresses = '{NULL}'",
            "terms = '[0:1]={a,b}'")) {
      String name = column.substring(0, column.indexOf(' '));
      tamper("update andiron.audit_event set " + column + " where id = '" + id + "'");
      assertThat(verify().findings())
          .as(column)
          .singleElement()
          .hasToString(
              "leaf 2100, record %s: the column %s is not what the content says"
                  .formatted(id, name));
      tamper(
          "update andiron.audit_event set (terms, agent_names, addresses) ="
              + " (select terms, agent_names, addresses from public.kept) where id = '"
              + id
              + "'");
    }
    assertThat(verify().findings()).isEmpty();
    tamper("update andiron.audit_leaf set recorded = 'infinity' where index = 4000");
    assertThat(verify().findings())
        .anySatisfy(
            it ->
                assertThat(it)
                    .hasToString(
                        "leaf 4000, record %s: the leaf was altered and is none"
                            .formatted(rows.get(4_000).id())));
  }

  @Test
  void aRowThatIsThereTwiceIsFound() throws Exception {
    tamper("alter table andiron.audit_event drop constraint audit_event_pkey");
    tamper(
        "insert into andiron.audit_event select * from andiron.audit_event where id = '"
            + rows.get(2_500).id()
            + "'");
    assertThat(verify().findings())
        .anySatisfy(it -> assertThat(it.toString()).startsWith("leaf 2500").contains("two leaves"));
  }

  /** Of a batch with several heads, which are all of the time at which it is sealed. */
  @Test
  void whatWaitedForTheSealerIsNotBackDated() throws Exception {
    database.close();
    database = cluster.database();
    Instant start = Instant.now().minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MICROS);
    database.seal(key, Clock.fixed(start, ZoneOffset.UTC));
    database.append(
        IntStream.range(0, 2_100)
            .mapToObj(it -> SealableRows.row(start.plusMillis(500L * it), it))
            .toList());
    database.seal(key);
    VerificationReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.heads()).isEqualTo(4);
  }
}
