package org.andiron.audit.sealer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.MerkleTree;
import org.andiron.audit.ledger.Prover;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.TransactionBounds;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.ledger.VerificationKey;
import org.andiron.audit.ledger.VerificationKeys;
import org.andiron.audit.store.AuditRows;
import org.andiron.audit.store.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.springframework.boot.actuate.health.Status;

/** The sealer in an embedded PostgreSQL that is migrated, without the rest of the server. */
@Timeout(180)
class SealerIT {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  @TempDir private static Path clusterDirectory;
  private static AuditCluster cluster;

  @TempDir private Path temporary;
  private AuditDatabase database;
  private Path key;
  private final List<Sealer> sealers = new ArrayList<>();

  @BeforeAll
  static void startCluster() {
    cluster = new AuditCluster(clusterDirectory.resolve("data"));
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void start() throws SQLException {
    database = cluster.database();
    key = temporary.resolve("security/audit-signing-key.pem");
  }

  @AfterEach
  void stop() {
    sealers.forEach(Sealer::stop);
    database.close();
  }

  private Sealer sealer() {
    Sealer sealer =
        new Sealer(
            database.sealerPool(), new SigningKeyFile(key), it -> {}, Clock.systemUTC(), INTERVAL);
    sealers.add(sealer);
    sealer.start();
    return sealer;
  }

  private static void sealAll(Sealing sealing) throws SQLException, SealingRefusedException {
    boolean more = true;
    while (more) {
      more = sealing.sealBatch();
    }
  }

  private static List<UUID> ids(List<Row> rows) {
    return rows.stream().map(Row::id).toList();
  }

  /** Each row has one leaf, and all heads are of the tree of the leaves. */
  private void allIsSealedOnce() throws Exception {
    List<UUID> rows =
        database.jdbc().queryForList("select id from andiron.audit_event", UUID.class);
    assertThat(database.leaves()).containsExactlyInAnyOrderElementsOf(rows);
    VerificationKeys keys = new SigningKeyFile(key).publicKeys();
    List<SealedHead> heads =
        database
            .jdbc()
            .query(
                "select * from andiron.audit_head order by size", (row, n) -> SealedHead.read(row));
    MerkleTree tree = new MerkleTree();
    int next = 0;
    List<SignedTreeHead> signed = heads.stream().map(SealedHead::signed).toList();
    assertThat(signed.get(0).head().size()).isZero();
    try (Connection connection = database.connection()) {
      List<Leaf> leaves = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          var row = statement.executeQuery("select * from andiron.audit_leaf order by index")) {
        while (row.next()) {
          assertThat(row.getLong("index")).isEqualTo(leaves.size());
          leaves.add(StoredNodes.leaf(row));
        }
      }
      for (SignedTreeHead head : signed) {
        while (next < head.head().size()) {
          tree.append(leaves.get(next++).hash());
        }
        assertThat(tree.isOf(head.head())).isTrue();
        assertThat(keys.verify(head)).isTrue();
      }
      assertThat(next).isEqualTo(leaves.size());
    }
  }

  @Test
  void rowsAreSealedAsTheyComeAndHeadsAreFew() throws Exception {
    sealer();
    for (int i = 0; i < 20; i++) {
      database.append(AuditRows.rows(150));
    }
    await().until(() -> database.leaves().size() == 3_000);
    allIsSealedOnce();
    assertThat(
            database
                .jdbc()
                .queryForObject(
                    "select max(size - before) from (select size, lag(size) over (order by size) as"
                        + " before from andiron.audit_head) heads",
                    Long.class))
        .isLessThanOrEqualTo(1_000);
  }

  @Test
  void aTransactionThatBeganEarlierIsSealedWhenItIsOverThoughLaterOnesCameBefore()
      throws Exception {
    List<Row> early = AuditRows.rows(3);
    List<Row> late = AuditRows.rows(4);
    try (Connection connection = database.connection();
        Connection first = database.connection()) {
      Sealing sealing =
          new Sealing(connection, new SigningKeyFile(key), it -> {}, Clock.systemUTC(), 100);
      AuditRows.insert(first, early.subList(0, 2));
      database.append(late);
      sealing.sealBatch();
      assertThat(database.leaves()).as("while an earlier one runs").isEmpty();
      AuditRows.insert(first, early.subList(2, 3));
      first.commit();
      sealing.sealBatch();
    }
    assertThat(database.leaves()).hasSize(7);
    assertThat(database.leaves().subList(0, 3)).containsExactlyInAnyOrderElementsOf(ids(early));
    allIsSealedOnce();
  }

  @Test
  void oneOfTwoSealsAndTheOtherTakesOver() throws Exception {
    Sealer one = sealer();
    await().until(() -> one.state() == SealerState.SEALING);
    Sealer two = sealer();
    await().until(() -> two.state() == SealerState.STANDING_BY);
    database.append(AuditRows.rows(10));
    await().until(() -> database.leaves().size() == 10);
    one.stop();
    database.append(AuditRows.rows(10));
    await().until(() -> two.state() == SealerState.SEALING && database.leaves().size() == 20);
    allIsSealedOnce();
  }

  @Test
  void sealersWhoseConnectionsAreCutGoOnWithoutGapOrDouble() throws Exception {
    sealer();
    sealer();
    AtomicBoolean over = new AtomicBoolean();
    Thread cutter =
        new Thread(
            () -> {
              while (!over.get()) {
                database
                    .jdbc()
                    .queryForList(
                        "select pg_terminate_backend(pid) from pg_stat_activity where"
                            + " application_name = 'andiron-audit-sealer' and state <> 'idle'");
              }
            });
    cutter.start();
    int rows = 0;
    for (int i = 0; i < 60; i++) {
      database.append(AuditRows.rows(500));
      rows += 500;
    }
    int sealed = database.leaves().size();
    over.set(true);
    cutter.join();
    int all = rows;
    await().atMost(Duration.ofSeconds(60)).until(() -> database.leaves().size() == all);
    allIsSealedOnce();
    assertThat(sealed).as("it was cut while there was work").isLessThan(all);
  }

  @Test
  void aBatchThatIsCutLeavesNothing() throws Exception {
    database.append(AuditRows.rows(50));
    try (Connection cut = database.connection()) {
      Sealing sealing = new Sealing(cut, new SigningKeyFile(key), it -> {}, Clock.systemUTC(), 20);
      assertThat(sealing.sealBatch()).isTrue();
      database
          .jdbc()
          .queryForList(
              "select pg_terminate_backend(?)", cut.unwrap(PGConnection.class).getBackendPID());
      assertThatThrownBy(sealing::sealBatch).isInstanceOf(SQLException.class);
    }
    assertThat(database.leaves()).hasSize(20);
    database.seal(key);
    allIsSealedOnce();
  }

  @Test
  void aTransactionLargerThanABatchIsSealedWhole() throws Exception {
    database.append(AuditRows.rows(95));
    database.append(AuditRows.rows(5));
    try (Connection connection = database.connection()) {
      Sealing sealing =
          new Sealing(connection, new SigningKeyFile(key), it -> {}, Clock.systemUTC(), 10);
      for (int i = 0; i < 3; i++) {
        assertThat(sealing.sealBatch()).isTrue();
      }
    }
    assertThat(database.leaves()).hasSize(30);
    // Another node goes on in the middle of the transaction.
    try (Connection connection = database.connection()) {
      Sealing sealing =
          new Sealing(connection, new SigningKeyFile(key), it -> {}, Clock.systemUTC(), 10);
      sealAll(sealing);
    }
    allIsSealedOnce();
  }

  @Test
  void aRestoredDatabaseThatCountsFromTheBeginningIsSealedOnWithoutGapOrDouble() throws Exception {
    database.append(AuditRows.rows(25));
    database.seal(key);
    database.append(AuditRows.rows(12));
    // As pg_dump leaves it in another cluster: numbers that have not been reached there.
    RewrittenLog.counting(database, key, 5_000_000);
    database.append(AuditRows.rows(9));
    try (Connection connection = database.connection()) {
      Sealing sealing =
          new Sealing(connection, new SigningKeyFile(key), it -> {}, Clock.systemUTC(), 10);
      assertThat(sealing.sealBatch()).isTrue();
    }
    try (Connection connection = database.connection()) {
      Sealing sealing =
          new Sealing(connection, new SigningKeyFile(key), it -> {}, Clock.systemUTC(), 10);
      sealAll(sealing);
      database.append(AuditRows.rows(4));
      assertThat(sealing.sealBatch()).isFalse();
    }
    assertThat(database.leaves()).hasSize(50);
    allIsSealedOnce();
    database.append(AuditRows.rows(1));
    database.seal(key);
    assertThat(database.leaves()).hasSize(51);
  }

  @Test
  void howLongATransactionHoldsItUpIsTold() throws Exception {
    Sealer sealer = sealer();
    await().until(() -> sealer.state() == SealerState.SEALING);
    assertThat(sealer.waiting()).isZero();
    try (Connection holding = database.connection();
        Statement statement = holding.createStatement()) {
      statement.execute("select pg_current_xact_id()");
      database.append(AuditRows.rows(1));
      await().until(() -> sealer.waiting().toMillis() > 0);
    }
    await().until(() -> sealer.waiting().isZero());
  }

  /** As long as nobody signs which transactions are in it, whoever writes the database may say. */
  @Test
  void whatVersion1SealedIsGoneOnWith() throws Exception {
    database.append(AuditRows.rows(25));
    database.seal(key);
    RewrittenLog.asVersion1(database, key);
    database.append(AuditRows.rows(12));
    database.seal(key);
    allIsSealedOnce();
    try (Connection connection = database.connection()) {
      assertThat(SealedHead.of(connection, 25).orElseThrow().signed().head().bounds()).isNull();
      SealedHead last = SealedHead.last(connection).orElseThrow();
      assertThat(last.signed().head().bounds())
          .isEqualTo(new TransactionBounds(last.watermark(), last.nextXact()));
    }
  }

  @Test
  void proofsAreMadeOfWhatIsStored() throws Exception {
    database.append(AuditRows.rows(77));
    database.seal(key);
    RewrittenLog.asVersion1(database, key);
    database.append(AuditRows.rows(60));
    database.seal(key);
    try (Connection connection = database.connection()) {
      Prover prover = new Prover(new StoredNodes(connection));
      SealedHead early = SealedHead.of(connection, 77).orElseThrow();
      SealedHead late = SealedHead.last(connection).orElseThrow();
      assertThat(prover.consistency(77, 137).proves(early.signed().head(), late.signed().head()))
          .isTrue();
      List<Leaf> leaves = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          var row = statement.executeQuery("select * from andiron.audit_leaf order by index")) {
        while (row.next()) {
          leaves.add(StoredNodes.leaf(row));
        }
      }
      for (int i = 0; i < 137; i++) {
        assertThat(prover.inclusion(i, 137).proves(leaves.get(i).hash(), late.signed().head()))
            .isTrue();
      }
    }
  }

  @Test
  void aClockThatIsSetBackDoesNotMakeAHeadOlder() throws Exception {
    Clock clock = Clock.systemUTC();
    Clock setBack = Clock.offset(clock, Duration.ofHours(-1));
    try (Connection connection = database.connection()) {
      database.append(AuditRows.rows(1));
      new Sealing(connection, new SigningKeyFile(key), it -> {}, clock, 10).sealBatch();
      Instant before = SealedHead.last(connection).orElseThrow().signed().head().time();
      connection.commit();
      database.append(AuditRows.rows(1));
      new Sealing(connection, new SigningKeyFile(key), it -> {}, setBack, 10).sealBatch();
      TreeHead after = SealedHead.last(connection).orElseThrow().signed().head();
      assertThat(after.size()).isEqualTo(2);
      assertThat(after.time()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from andiron.audit_leaf where index = 9",
        "insert into andiron.audit_leaf select 10, gen_random_uuid(), recorded, commitment from"
            + " andiron.audit_leaf where index = 0",
        "update andiron.audit_head set frontier = frontier || '\\x00' where size = 10",
        "update andiron.audit_head set root = sha256('') where size = 10",
        "update andiron.audit_head set signature = sha256('') || sha256('') where size = 10",
        "update andiron.audit_head set time = time - interval '1 second' where size = 10",
        "update andiron.audit_head set watermark = '0' where size = 10",
        "update andiron.audit_head set next_xact = '9223372036854775807' where size = 10",
        "update andiron.audit_head set version = 1 where size = 10",
        "delete from andiron.audit_head where size = 10",
        "delete from andiron.audit_head",
      })
  void nothingIsSealedAfterWhatWasNotSigned(String tampering) throws Exception {
    database.append(AuditRows.rows(10));
    database.seal(key);
    database.append(AuditRows.rows(1));
    try (Connection superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute(tampering);
      superuser.commit();
    }
    Sealer sealer = sealer();
    await().until(() -> sealer.state() == SealerState.REFUSING);
    assertThat(down(sealer.state(), Duration.ZERO)).isTrue();
    assertThat(
            database
                .jdbc()
                .queryForObject(
                    "select count(*) from andiron.audit_head where size > 10", Long.class))
        .isZero();
  }

  private static boolean down(SealerState state, Duration waiting) {
    return new SealerHealthIndicator(() -> state, () -> waiting)
        .health()
        .getStatus()
        .equals(Status.DOWN);
  }

  @Test
  void itIsDownOnceRecordsWaitForLong() {
    assertThat(down(SealerState.SEALING, Duration.ofMinutes(10))).isFalse();
    assertThat(down(SealerState.SEALING, Duration.ofMinutes(10).plusMillis(1))).isTrue();
  }

  @Test
  void withoutItsKeyNothingIsSealedAndNoOtherKeyIsMade() throws Exception {
    database.append(AuditRows.rows(1));
    database.seal(key);
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String kept = Files.readString(key);
    Files.delete(key);
    assertThatThrownBy(() -> database.seal(key))
        .isInstanceOf(SealingRefusedException.class)
        .hasMessageContaining("put it back");
    assertThat(key).doesNotExist();

    new SigningKeyFile(key).create();
    database.append(AuditRows.rows(1));
    assertThatThrownBy(() -> database.seal(key))
        .isInstanceOf(SealingRefusedException.class)
        .hasMessageContaining("put back the file");

    // A new key, whose file names the former one.
    Files.writeString(key, Files.readString(key) + VerificationKeys.ofPem(kept).all().get(0).pem());
    assertThat(database.rotated()).isEmpty();
    database.seal(key);
    database.seal(key);
    assertThat(database.rotated())
        .extracting(VerificationKey::id)
        .containsExactly(new SigningKeyFile(key).publicKeys().all().get(0).id());
    allIsSealedOnce();
    assertThat(
            new HashSet<>(
                database
                    .jdbc()
                    .query("select * from andiron.audit_head", (r, n) -> SealedHead.read(r))
                    .stream()
                    .map(it -> it.signed().keyId())
                    .toList()))
        .hasSize(2);
    assertThat(database.jdbc().queryForList("select * from andiron.audit_key")).hasSize(2);
  }

  @Test
  void aKeyFileThatOthersMayReadIsNotUsed() throws Exception {
    new SigningKeyFile(key).create();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> database.seal(key))
        .isInstanceOf(SealingRefusedException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void nobodyChangesWhatIsSealed() throws Exception {
    database.append(AuditRows.rows(20));
    database.seal(key);
    for (String table :
        List.of("audit_leaf", "audit_node", "audit_head", "audit_key", "audit_removal")) {
      for (String statement :
          List.of("delete from andiron.%s", "truncate andiron.%s", "drop table andiron.%s")) {
        assertThatThrownBy(() -> database.jdbc().execute(statement.formatted(table)))
            .rootCause()
            .message()
            .containsAnyOf("permission denied", "must be owner");
      }
      try (Connection owner = database.connection();
          Statement statement = owner.createStatement()) {
        statement.execute("select andiron.begin_audit_change()");
        assertThatThrownBy(() -> statement.execute("delete from andiron." + table))
            .hasMessageContaining("the audit log only grows");
      }
    }
    assertThatThrownBy(
            () ->
                database
                    .jdbc()
                    .execute(
                        "insert into andiron.audit_removal values"
                            + " (gen_random_uuid(), now(), now() + interval '1 s', null, 1,"
                            + " sha256(''), now(), '')"))
        .rootCause()
        .hasMessageContaining("permission denied");
  }
}
