package org.andiron.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.andiron.audit.anchor.TimeStamp;
import org.andiron.audit.anchor.TimeStampCheck;
import org.andiron.audit.anchor.TimeStampService;
import org.andiron.audit.delivery.TestCertificates;
import org.andiron.audit.delivery.TestCertificates.Identity;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.TransactionBounds;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.sealer.SigningKeyFile;
import org.andiron.audit.store.SealableRows;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Time stamps of a log are checked, in the database and in a dump, and say what was altered. */
@Timeout(180)
class TimeStampVerificationIT {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private static Path clusterDirectory;
  private static AuditCluster cluster;
  private static Identity authority;
  private static Identity service;

  @TempDir private Path temporary;
  private AuditDatabase database;
  private Path key;
  private List<TreeHead> heads;

  @BeforeAll
  static void start() throws Exception {
    cluster = new AuditCluster(clusterDirectory.resolve("data"));
    authority = TestCertificates.authority("authority");
    service = TimeStampService.identity(authority, DAY.negated(), DAY);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Four heads after the first one, each with a time stamp. */
  @BeforeEach
  void makeLog() throws Exception {
    database = cluster.database();
    key = temporary.resolve("key.pem");
    for (int i = 0; i < 4; i++) {
      database.append(SealableRows.rows(30, i));
      database.seal(key);
    }
    heads = heads();
    for (TreeHead head : heads) {
      put(TimeStampService.stamp(service, head, head.time().plusSeconds(2)));
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<TreeHead> heads() throws SQLException {
    List<TreeHead> all = new ArrayList<>();
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select * from andiron.audit_head where size > 0 order by size")) {
      while (row.next()) {
        all.add(SealedHead.read(row).signed().head());
      }
    }
    return all;
  }

  private void put(TimeStamp stamp) throws SQLException {
    try (Connection connection = database.superuser();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into andiron.audit_time_stamp"
                    + " (log, size, root, head_time, stamped, token, watermark, next_xact)"
                    + " values (?, ?, ?, ?, now(), ?, ?::text::xid8, ?::text::xid8)"
                    + " on conflict (log, size) do update set"
                    + " root = excluded.root, head_time = excluded.head_time,"
                    + " token = excluded.token, watermark = excluded.watermark,"
                    + " next_xact = excluded.next_xact")) {
      insert.setObject(1, stamp.head().logId());
      insert.setLong(2, stamp.head().size());
      insert.setBytes(3, stamp.head().root().bytes());
      insert.setObject(4, stamp.head().time().atOffset(ZoneOffset.UTC));
      insert.setBytes(5, stamp.token());
      TransactionBounds bounds = stamp.head().bounds();
      insert.setString(6, bounds == null ? null : Long.toUnsignedString(bounds.watermark()));
      insert.setString(7, bounds == null ? null : Long.toUnsignedString(bounds.nextXact()));
      insert.executeUpdate();
      connection.commit();
    }
  }

  private void tamper(String sql) throws SQLException {
    try (Connection superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute(sql);
      superuser.commit();
    }
  }

  private LogVerification verification(@Nullable Identity trusted) throws Exception {
    return new LogVerification(
        new SigningKeyFile(key).publicKeys(),
        List.of(),
        trusted == null ? null : new TimeStampCheck(List.of(trusted.certificate())),
        List.of());
  }

  private VerificationReport verify(@Nullable Identity trusted) throws Exception {
    try (Connection one = database.connection();
        Connection two = database.connection()) {
      return verification(trusted).ofDatabase(List.of(one, two), (records, of) -> {});
    }
  }

  private String dump() throws Exception {
    Path file = temporary.resolve(UUID.randomUUID() + ".gz");
    try (Connection connection = database.connection();
        OutputStream to = Files.newOutputStream(file)) {
      LogVerification.dump(connection, to, (records, of) -> {});
    }
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private VerificationReport verifyDump(String text) throws Exception {
    Path file = temporary.resolve(UUID.randomUUID() + ".gz");
    try (OutputStream to = new GZIPOutputStream(Files.newOutputStream(file))) {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return verification(authority).ofDump(file, 2, (records, of) -> {});
  }

  /** The same is found in the database and in a dump. */
  private void assertOnlyFinding(Kind kind, long size, String text) throws Exception {
    for (VerificationReport report : List.of(verify(authority), verifyDump(dump()))) {
      assertThat(report.findings())
          .singleElement()
          .satisfies(it -> assertThat(it.kind()).isEqualTo(kind))
          .satisfies(
              it -> assertThat(it.toString()).startsWith("head of size " + size).contains(text));
    }
  }

  @Test
  void timeStampsThatHoldAreCounted() throws Exception {
    for (VerificationReport report : List.of(verify(authority), verifyDump(dump()))) {
      assertThat(report.findings()).isEmpty();
      assertThat(report.timeStamps()).isEqualTo(4);
      assertThat(report.timeStampsChecked()).isTrue();
    }
  }

  @Test
  void withoutCertificatesTheyAreCountedAndSaidNotToBeChecked() throws Exception {
    put(new TimeStamp(heads.get(1), new byte[] {1, 2, 3}));
    VerificationReport report = verify(null);
    assertThat(report.findings()).isEmpty();
    assertThat(report.timeStamps()).isEqualTo(4);
    assertThat(report.timeStampsChecked()).isFalse();
  }

  @Test
  void aDumpOfEarlierVersionsHasNone() throws Exception {
    String old =
        dump()
            .lines()
            .filter(it -> !it.startsWith("{\"timeStamp\""))
            .collect(Collectors.joining("\n", "", "\n"));
    VerificationReport report = verifyDump(old);
    assertThat(report.findings()).isEmpty();
    assertThat(report.records()).isEqualTo(120);
    assertThat(report.timeStamps()).isZero();
  }

  @Test
  void aTokenThatWasAlteredIsFound() throws Exception {
    TreeHead head = heads.get(2);
    byte[] token = TimeStampService.stamp(service, head, head.time()).token();
    token[token.length - 5] ^= 1;
    put(new TimeStamp(head, token));
    assertOnlyFinding(Kind.TIME_STAMP, head.size(), "not signed as it should be");
  }

  @Test
  void aTokenOfAnotherHeadIsFound() throws Exception {
    byte[] other = TimeStampService.stamp(service, heads.get(0), heads.get(0).time()).token();
    put(new TimeStamp(heads.get(1), other));
    assertOnlyFinding(Kind.TIME_STAMP, heads.get(1).size(), "is of something else than the head");
  }

  @Test
  void aServiceThatIsNotTrustedShowsNothing() throws Exception {
    Identity impostor = TestCertificates.authority("authority");
    VerificationReport report = verify(impostor);
    assertThat(report.findings())
        .hasSize(4)
        .extracting(Finding::kind)
        .containsOnly(Kind.TIME_STAMP);
    TreeHead head = heads.get(3);
    put(
        TimeStampService.stamp(
            TimeStampService.identity(impostor, DAY.negated(), DAY), head, head.time()));
    assertOnlyFinding(Kind.TIME_STAMP, head.size(), "no certificate that is trusted");
  }

  @Test
  void aLogThatWasCutIsFound() throws Exception {
    long size = heads.get(2).size();
    tamper(
        "delete from andiron.audit_event where id in"
            + " (select id from andiron.audit_leaf where index >= "
            + size
            + ")");
    tamper("delete from andiron.audit_leaf where index >= " + size);
    tamper("delete from andiron.audit_head where size > " + size);
    assertThat(verify(null).holds()).as("nothing else shows it").isTrue();
    assertOnlyFinding(Kind.ANCHOR, heads.get(3).size(), "it was cut");
  }

  @Test
  void aLogThatIsAnotherThanWhatWasStampedIsFound() throws Exception {
    TreeHead head = heads.get(1);
    TreeHead other = new TreeHead(head.logId(), head.size(), Hash.EMPTY_TREE, head.time());
    put(TimeStampService.stamp(service, other, head.time()));
    for (VerificationReport report : List.of(verify(authority), verifyDump(dump()))) {
      assertThat(report.findings())
          .allSatisfy(it -> assertThat(it.kind()).isEqualTo(Kind.ANCHOR))
          .anySatisfy(
              it ->
                  assertThat(it)
                      .hasToString(
                          "head of size 60: it was time-stamped with another root: a fork"));
    }
  }

  @Test
  void aStampOfAnotherLogIsFound() throws Exception {
    TreeHead other = new TreeHead(UUID.randomUUID(), 70, heads.get(1).root(), heads.get(1).time());
    put(TimeStampService.stamp(service, other, other.time()));
    assertOnlyFinding(Kind.ANCHOR, 70, "it was time-stamped with another root: a fork");
  }

  @Test
  void aHeadThatIsAheadOfItsStampIsFound() throws Exception {
    TreeHead head = heads.get(1);
    put(TimeStampService.stamp(service, head, head.time().minus(HOUR)));
    assertOnlyFinding(Kind.TIME_STAMP, head.size(), "before its own time");
  }

  @Test
  void aHeadThatIsMadeLaterThanItSaysIsFound() throws Exception {
    TreeHead head = heads.get(1);
    put(TimeStampService.stamp(service, head, head.time().plus(HOUR)));
    assertOnlyFinding(Kind.TIME_STAMP, head.size(), "but the next head was there at");
  }

  /** The service was away, and nothing was recorded meanwhile. */
  @Test
  void theLastHeadMayBeStampedLate() throws Exception {
    TreeHead head = heads.get(3);
    put(TimeStampService.stamp(service, head, head.time().plus(HOUR)));
    assertThat(verify(authority).findings()).isEmpty();
  }

  @Test
  void whatIsNoTimeStampIsFound() throws Exception {
    tamper("update andiron.audit_time_stamp set root = 'x' where size = 30");
    assertThat(verify(authority).findings())
        .singleElement()
        .hasToString("head of size 30: the time stamp was altered and is none");
  }
}
