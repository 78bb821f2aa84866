package org.andiron.audit.verification;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.MerkleTree;
import org.andiron.audit.ledger.Salt;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.ledger.VerificationKeys;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.sealer.StoredNodes;
import org.andiron.audit.store.AuditRows;
import org.andiron.audit.store.SealableRows;
import org.andiron.audit.verification.Finding.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A superuser of the database whom no trigger stops alters the log, each way at a hundred random
 * places. All is found, and nothing else is said to be wrong.
 */
@Timeout(600)
class TamperingIT {

  private static final int PLACES = 100;
  private static final int BATCHES = 12;
  private static final int BATCH = 100;
  private static final int ROWS = BATCHES * BATCH;

  @TempDir private static Path temporary;
  private static AuditCluster cluster;
  private static AuditDatabase database;
  private static Connection superuser;
  private static SigningKey key;
  private static SigningKey otherKey;
  private static List<SignedTreeHead> anchors;
  private static List<UUID> ids;
  private static String partition;

  @BeforeAll
  static void makeLog() throws Exception {
    cluster = new AuditCluster(temporary.resolve("data"));
    database = cluster.database();
    Path keyFile = temporary.resolve("key.pem");
    for (int i = 0; i < BATCHES; i++) {
      database.append(SealableRows.rows(BATCH, i));
      database.seal(keyFile);
    }
    database.append(SealableRows.rows(10, 99));
    key = AuditDatabase.key(keyFile);
    otherKey = SigningKey.generate();
    ids = database.leaves();
    superuser = database.superuser();
    run("alter table andiron.audit_event drop constraint audit_event_commitment");
    anchors = heads().stream().map(SealedHead::signed).toList();
    partition =
        Objects.requireNonNull(
            text(
                "select 'andiron.' || relname from andiron.audit_event e join pg_class c"
                    + " on c.oid = e.tableoid limit 1"));
  }

  @AfterAll
  static void stop() throws SQLException {
    superuser.rollback();
    superuser.close();
    database.close();
    cluster.close();
  }

  @Test
  void aCleanLogHolds() throws Exception {
    VerificationReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.holds()).isTrue();
    assertThat(report.records()).isEqualTo(ROWS);
    assertThat(report.waiting()).isEqualTo(10);
    assertThat(report.heads()).isEqualTo(BATCHES + 1L);
    assertThat(report.anchors()).isEqualTo(BATCHES + 1L);
    assertThat(report.head()).contains(anchors.get(BATCHES));
  }

  @Test
  void anEditedRecord() throws Exception {
    eachPlace(
        random -> {
          int place = random.nextInt(ROWS);
          String where = " where id = '" + ids.get(place) + "'";
          switch (random.nextInt(5)) {
            case 0 ->
                run(
                    "update andiron.audit_event set content = overlay(content placing"
                        + " chr(ascii(substr(content, %1$d, 1)) # 1) from %1$d for 1)"
                            .formatted(1 + random.nextInt(600))
                        + where);
            case 1 -> {
              // With all that the row says of itself.
              run(
                  "update andiron.audit_event set content = replace(content, 'nina', 'nona')"
                      + where);
              run(
                  "update andiron.audit_event set commitment ="
                      + " sha256(salt || convert_to(content, 'UTF8'))"
                      + where);
            }
            case 2 -> {
              run("update andiron.audit_event set salt = sha256(salt)" + where);
              run(
                  "update andiron.audit_event set commitment ="
                      + " sha256(salt || convert_to(content, 'UTF8'))"
                      + where);
              run(
                  "update andiron.audit_leaf l set commitment = e.commitment from"
                      + " andiron.audit_event e where e.id = l.id and e.id = '"
                      + ids.get(place)
                      + "'");
              return place;
            }
            case 3 ->
                run(
                    "update andiron.audit_event set "
                        + List.of(
                                "patient = 'p0'",
                                "patient = null",
                                "action = 'U'",
                                "outcome = '8'",
                                "type = 'x|y'",
                                "agent_names = '{}'",
                                "agent_names = array_append(agent_names, 'Anna')",
                                "addresses = '{192.0.2.8}'",
                                "terms = terms[2:]",
                                "terms = array_append(terms, 'agent=Practitioner/8')",
                                "request_id = 'other'")
                            .get(random.nextInt(11))
                        + where);
            default -> run("update andiron.audit_event set commitment = sha256('')" + where);
          }
          return place;
        });
  }

  @Test
  void aDeletedRecord() throws Exception {
    eachPlace(
        random -> {
          int place = random.nextInt(ROWS);
          run("delete from andiron.audit_event where id = '" + ids.get(place) + "'");
          int how = random.nextInt(3);
          if (how > 0) {
            run("delete from andiron.audit_leaf where index = " + place);
          }
          if (how > 1) {
            run("update andiron.audit_leaf set index = index + 1000000 where index > " + place);
            run("update andiron.audit_leaf set index = index - 1000001 where index > 1000000");
          }
          return place;
        });
  }

  /** The removal is told by the record itself that is gone, or by one that the sealer took. */
  @Test
  void aDeletedRecordWithAForgedRemoval() throws Exception {
    YearMonth month = YearMonth.from(recorded(ids.get(0)).atOffset(ZoneOffset.UTC));
    eachPlace(
        random -> {
          int place = random.nextInt(ROWS);
          UUID victim = ids.get(place);
          Instant recorded = recorded(victim);
          Hash digest = digestOf(place);
          boolean told = random.nextBoolean();
          UUID teller = victim;
          if (told) {
            var row = RemovalRecords.telling(Instant.now().truncatedTo(MICROS), month, 1, digest);
            AuditRows.insert(superuser, List.of(row));
            teller = row.id();
          }
          run("delete from andiron.audit_event where id = '" + victim + "'");
          switch (random.nextInt(4)) {
            case 0 ->
                RemovalRecords.remove(
                    superuser, teller, recorded, recorded.plusNanos(1_000), null, 1, digest);
            case 1 ->
                RemovalRecords.remove(
                    superuser,
                    teller,
                    recorded.minus(Duration.ofDays(4_000)),
                    recorded.plus(Duration.ofDays(4_000)),
                    null,
                    1,
                    digest);
            case 2 ->
                RemovalRecords.remove(
                    superuser, teller, recorded, recorded.plusSeconds(1), victim, 1, digest);
            default ->
                RemovalRecords.remove(
                    superuser,
                    teller,
                    RemovalRecords.start(month),
                    RemovalRecords.start(month.plusMonths(1)),
                    null,
                    1,
                    digest);
          }
          return place;
        });
  }

  private static Hash digestOf(int place) throws SQLException {
    LeafDigest digest = new LeafDigest();
    for (Entry entry : DatabaseSource.entries(superuser, place, place + 1L, new ArrayList<>())) {
      digest.add(entry.leaf().hash());
    }
    return digest.hash();
  }

  @Test
  void theLastRecordsDeleted() throws Exception {
    eachPlace(
        random -> {
          int place = ROWS - 1 - random.nextInt(ROWS / 2);
          String gone =
              " where id in (select id from andiron.audit_leaf where index >= " + place + ")";
          run("delete from andiron.audit_event" + gone);
          int how = random.nextInt(3);
          if (how > 0) {
            run("delete from andiron.audit_leaf where index >= " + place);
            run("delete from andiron.audit_node where (index + 1) << level > " + place);
          }
          if (how > 1) {
            run("delete from andiron.audit_head where size > " + place);
          }
          return place;
        });
  }

  @Test
  void twoSwapped() throws Exception {
    eachPlace(
        random -> {
          int one = random.nextInt(ROWS);
          int two = (one + 1 + random.nextInt(ROWS - 1)) % ROWS;
          String pair = "('%s'::uuid, '%s'::uuid)".formatted(ids.get(one), ids.get(two));
          if (random.nextBoolean()) {
            run(
                ("update andiron.audit_event e set content = o.content, salt = o.salt, commitment ="
                        + " o.commitment, patient = o.patient, terms = o.terms from"
                        + " andiron.audit_event o where e.id in %1$s and o.id in %1$s and e.id <>"
                        + " o.id")
                    .formatted(pair));
          } else {
            run(
                "update andiron.audit_leaf set index = case index when %1$d then -1 else -2 end where index in (%1$d, %2$d)"
                    .replace("-1", "1000001")
                    .replace("-2", "1000000")
                    .formatted(one, two));
            run(
                "update andiron.audit_leaf set index = case index when 1000001 then %2$d else %1$d end where index >= 1000000"
                    .formatted(one, two));
          }
          return Math.min(one, two);
        });
  }

  @Test
  void oneInsertedBackDated() throws Exception {
    eachPlace(
        random -> {
          int place = random.nextInt(ROWS);
          UUID neighbour = ids.get(place);
          var recorded = recorded(neighbour).plusNanos(1_000);
          if (random.nextInt(3) == 0) {
            // In the order of things, but of an earlier time.
            recorded = recorded.minus(Duration.ofHours(2));
          }
          var row = SealableRows.row(recorded, random.nextInt(1_000));
          AuditRows.insert(superuser, List.of(row));
          String id = "'" + row.id() + "'";
          if (random.nextBoolean() || recorded.isAfter(recorded(neighbour))) {
            run(
                "update andiron.audit_event set xact = (select xact from andiron.audit_event where"
                    + " id = '"
                    + neighbour
                    + "') where id = "
                    + id);
          }
          if (random.nextInt(3) == 0) {
            run("update andiron.audit_leaf set index = index + 1000000 where index >= " + place);
            run("update andiron.audit_leaf set index = index - 999999 where index >= 1000000");
            run(
                "insert into andiron.audit_leaf select "
                    + place
                    + ", id, recorded, commitment, xact from andiron.audit_event where id = "
                    + id);
          }
          return -1;
        });
  }

  /**
   * The sealer takes what was put in, and only then it is made to look as if it was there before.
   */
  @Test
  void oneInsertedBackDatedThatTheSealerTook() throws Exception {
    eachPlace(
        random -> {
          UUID neighbour = ids.get(random.nextInt(ROWS));
          Instant recorded =
              recorded(neighbour).minus(Duration.ofMinutes(10L + random.nextInt(1_000)));
          var row = SealableRows.row(recorded, random.nextInt(1_000));
          AuditRows.insert(superuser, List.of(row));
          takeAll();
          switch (random.nextInt(4)) {
            case 0 -> run(withXactOf(neighbour, "event", row.id()));
            case 1 -> {
              run(withXactOf(neighbour, "event", row.id()));
              run(withXactOf(neighbour, "leaf", row.id()));
            }
            case 2 -> run("update andiron.audit_head set next_xact = '18446744073709551615'");
            default -> {
              // As if version 1 had sealed it.
              run("update andiron.audit_leaf set xact = null");
              run("update andiron.audit_head set version = 1");
              run("update andiron.audit_head set next_xact = '18446744073709551615'");
            }
          }
          return -1;
        });
  }

  private static String withXactOf(UUID neighbour, String table, UUID id) {
    return "update andiron.audit_%s set xact = (select xact from andiron.audit_event where id = '%s') where id = '%s'"
        .formatted(table, neighbour, id);
  }

  /** What the sealer does with all that waits, which no other transaction could see yet. */
  private static void takeAll() throws SQLException {
    run(
        "insert into andiron.audit_leaf (index, id, recorded, commitment, xact)"
            + " select (select max(index) from andiron.audit_leaf) + row_number() over"
            + " (order by e.xact, e.recorded, e.id), e.id, e.recorded, e.commitment, e.xact"
            + " from andiron.audit_event e where not exists"
            + " (select from andiron.audit_leaf l where l.id = e.id and l.recorded = e.recorded)");
    run(
        "insert into andiron.audit_head (size, log_id, root, time, key_id, signature, frontier,"
            + " watermark, next_xact, version) select (select max(index) + 1 from"
            + " andiron.audit_leaf), log_id, root, date_trunc('milliseconds', clock_timestamp()),"
            + " key_id, signature, frontier, pg_snapshot_xmax(pg_current_snapshot()),"
            + " pg_snapshot_xmax(pg_current_snapshot()), 2 from andiron.audit_head order by size"
            + " desc limit 1");
    signAnew(ROWS, key);
  }

  @Test
  void aPartitionTruncated() throws Exception {
    eachPlace(
        random -> {
          switch (random.nextInt(4)) {
            case 0 -> run("truncate " + partition);
            case 1 -> run("alter table andiron.audit_event detach partition " + partition);
            case 2 -> run("drop table " + partition);
            default ->
                run(
                    "delete from andiron.audit_event where recorded >= '"
                        + recorded(ids.get(random.nextInt(ROWS)))
                        + "'");
          }
          return -1;
        });
  }

  @Test
  void anOlderBackupRestored() throws Exception {
    eachPlace(
        random -> {
          cutTo(BATCH * random.nextInt(BATCHES));
          return -1;
        });
  }

  private static void cutTo(int size) throws SQLException {
    run(
        "delete from andiron.audit_event where not (xact < (select watermark from"
            + " andiron.audit_head where size = "
            + size
            + "))");
    run("delete from andiron.audit_leaf where index >= " + size);
    run("delete from andiron.audit_node where (index + 1) << level > " + size);
    run("delete from andiron.audit_head where size > " + size);
  }

  @Test
  void aForkSignedWithOurKey() throws Exception {
    eachPlace(
        random -> {
          int place = random.nextInt(ROWS);
          otherContent(place, random);
          signAnew(place, key);
          return -1;
        });
  }

  @Test
  void anythingSignedWithAnotherKey() throws Exception {
    run(
        "insert into andiron.audit_key (key_id, public_key) values ('\\x%s', '\\x%s')"
            .formatted(
                otherKey.verificationKey().id(),
                HexFormat.of().formatHex(otherKey.verificationKey().encoded())));
    eachPlace(
        random -> {
          int place = random.nextInt(ROWS);
          if (random.nextBoolean()) {
            otherContent(place, random);
          }
          signAnew(place, otherKey);
          return -1;
        });
  }

  @Test
  void theClockMoved() throws Exception {
    eachPlace(
        random -> {
          int place = random.nextInt(ROWS);
          int size = BATCH * (1 + random.nextInt(BATCHES));
          String shift = (random.nextBoolean() ? "+" : "-") + " interval '90 min'";
          switch (random.nextInt(4)) {
            case 0 -> {
              run(
                  "update andiron.audit_event set recorded = recorded "
                      + shift
                      + " where id = '"
                      + ids.get(place)
                      + "'");
            }
            case 1 -> {
              // All of a batch, as if the clock had been wrong, signed with the key.
              for (String table : List.of("event", "leaf")) {
                run(
                    "update andiron.audit_"
                        + table
                        + " set recorded = recorded "
                        + shift
                        + " where id in (select id from andiron.audit_leaf where index between "
                        + (size - BATCH)
                        + " and "
                        + (size - 1)
                        + ")");
              }
              signAnew(size - BATCH, key);
            }
            case 2 ->
                run("update andiron.audit_head set time = time " + shift + " where size = " + size);
            default -> {
              run("update andiron.audit_head set time = time " + shift + " where size = " + size);
              signAnew(0, key);
            }
          }
          return -1;
        });
  }

  /** A lie that row and leaf agree about. */
  private static void otherContent(int place, Random random) throws SQLException {
    UUID id = ids.get(place);
    var other = SealableRows.row(recorded(id), 1_000 + random.nextInt(1_000));
    Salt salt = Salt.random();
    byte[] content =
        other
            .content()
            .replace(other.id().toString(), id.toString())
            .getBytes(StandardCharsets.UTF_8);
    Hash commitment = salt.commit(content);
    for (String table : List.of("event", "leaf")) {
      try (PreparedStatement update =
          superuser.prepareStatement(
              "update andiron.audit_"
                  + table
                  + " set "
                  + (table.equals("event")
                      ? "content = convert_from(?, 'UTF8'), salt = ?, patient = ?, terms = ?, "
                      : "")
                  + "commitment = ? where id = ?")) {
        int next = 1;
        if (table.equals("event")) {
          update.setBytes(next++, content);
          update.setBytes(next++, salt.bytes());
          update.setString(next++, other.search().patient());
          update.setArray(
              next++, superuser.createArrayOf("text", other.search().terms().toArray()));
        }
        update.setBytes(next++, commitment.bytes());
        update.setObject(next, id);
        assertThat(update.executeUpdate()).isEqualTo(1);
      }
    }
  }

  /** All heads of trees that hold the leaf of this place are made anew. */
  private static void signAnew(int place, SigningKey with) throws SQLException {
    MerkleTree tree = new MerkleTree();
    List<Leaf> leaves = new ArrayList<>();
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery("select * from andiron.audit_leaf order by index")) {
      while (row.next()) {
        leaves.add(StoredNodes.leaf(row));
      }
    }
    for (SealedHead sealed : heads()) {
      TreeHead head = sealed.signed().head();
      while (tree.size() < head.size()) {
        tree.append(leaves.get((int) tree.size()).hash());
      }
      if (head.size() > place) {
        SignedTreeHead signed =
            with.sign(
                new TreeHead(head.logId(), head.size(), tree.root(), head.time(), head.bounds()));
        try (PreparedStatement update =
            superuser.prepareStatement(
                "update andiron.audit_head set root = ?, key_id = ?, signature = ?, frontier = ?"
                    + " where size = ?")) {
          update.setBytes(1, tree.root().bytes());
          update.setBytes(2, signed.keyId().bytes());
          update.setBytes(3, signed.signature());
          update.setBytes(4, tree.encoded());
          update.setLong(5, head.size());
          update.executeUpdate();
        }
      }
    }
  }

  @FunctionalInterface
  private interface Tampering {
    /** Does it, and returns the place that must be named; -1 for none in particular. */
    int at(Random random) throws SQLException;
  }

  private static void eachPlace(Tampering tampering) throws Exception {
    Random random = new Random(20_261_129);
    int found = 0;
    for (int i = 0; i < PLACES; i++) {
      Savepoint clean = superuser.setSavepoint();
      int place;
      VerificationReport report;
      try {
        place = tampering.at(random);
        report = verify();
      } finally {
        superuser.rollback(clean);
      }
      if (!report.holds()) {
        found++;
      }
      if (place >= 0) {
        assertThat(report.findings()).as("place " + place).anyMatch(it -> names(it, place));
      }
    }
    assertThat(found).as("found").isEqualTo(PLACES);
    assertThat(verify().findings()).as("when it is undone").isEmpty();
  }

  /** It is the record, or the first head of a tree with it. */
  private static boolean names(Finding finding, int place) {
    Long index = finding.index();
    if (finding.kind() == Kind.ROOT || finding.kind() == Kind.ANCHOR) {
      return index != null && index > place && index <= place + BATCH;
    }
    return ids.get(place).equals(finding.id()) || (index != null && index == place);
  }

  private static VerificationReport verify() throws InterruptedException {
    return new Verifier(new VerificationKeys(List.of(key.verificationKey())), null, 1)
        .verify(DatabaseSource.within(superuser), anchors, (records, of) -> {});
  }

  private static List<SealedHead> heads() throws SQLException {
    List<SealedHead> heads = new ArrayList<>();
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery("select * from andiron.audit_head order by size")) {
      while (row.next()) {
        heads.add(SealedHead.read(row));
      }
    }
    return heads;
  }

  private static Instant recorded(UUID id) throws SQLException {
    try (PreparedStatement statement =
        superuser.prepareStatement("select recorded from andiron.audit_leaf where id = ?")) {
      statement.setObject(1, id);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getObject(1, OffsetDateTime.class).toInstant();
      }
    }
  }

  private static void run(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
