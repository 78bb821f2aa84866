package org.andiron.audit.sealer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.MerkleTree;
import org.andiron.audit.ledger.Node;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.TransactionBounds;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.ledger.VerificationKey;
import org.andiron.audit.ledger.VerificationKeys;
import org.jspecify.annotations.Nullable;

/**
 * Seals rows over one connection, for as long as that lives. Each batch is one transaction: leaves,
 * nodes, heads, or nothing of it. It goes on from the last head that the database has, so it does
 * not matter where or how whoever sealed before ended.
 *
 * <p>What is taken: PostgreSQL numbers transactions in the order in which they first write, and
 * they commit in any other. Of those below {@code pg_snapshot_xmin} none runs any more, so no
 * further row can appear with such a number. A batch takes rows from the watermark to there and
 * raises the watermark. That a row has no leaf yet is asked all the same, since of the transaction
 * at which the batch before ended some rows may have one.
 *
 * <p>A database that was restored from a dump counts transactions anew while its rows keep their
 * numbers. Then {@code xmin} is below the watermark, and once all rows without a leaf are taken,
 * whatever their number, unless it is that of a transaction that may still run here.
 */
final class Sealing {

  /** Rows for which another head is signed though the interval is not over. */
  static final int ROWS_OF_HEAD = 1_000;

  private static final String WAITING =
      """
      select e.xact, e.id, e.recorded, e.commitment
      from andiron.audit_event e
      where e.xact >= ?::text::xid8 and e.xact < ?::text::xid8
        and not exists (
          select from andiron.audit_leaf l where l.id = e.id and l.recorded = e.recorded)
      order by e.xact, e.recorded, e.id
      limit ?
      """;

  private static final String WAITING_AFTER_RESTORE =
      """
      select e.xact, e.id, e.recorded, e.commitment
      from andiron.audit_event e
      where not (e.xact >= ?::text::xid8 and e.xact < ?::text::xid8)
        and not exists (
          select from andiron.audit_leaf l where l.id = e.id and l.recorded = e.recorded)
      order by e.recorded, e.id
      limit ?
      """;

  /** About the oldest, and found at once however many wait. */
  private static final String FIRST_WAITING =
      """
      select e.recorded from andiron.audit_event e
      where e.xact >= ?::text::xid8 and not exists (
        select from andiron.audit_leaf l where l.id = e.id and l.recorded = e.recorded)
      order by e.xact limit 1
      """;

  private final Connection connection;
  private final SigningKeyFile keyFile;
  private final Consumer<VerificationKey> rotated;
  private final Clock clock;
  private final int mostRows;

  private @Nullable Long from;
  private Optional<Instant> firstWaiting = Optional.empty();
  private @Nullable SignedTreeHead lastSigned;

  /** The other key than before of which it was told. */
  private @Nullable Hash told;

  private record Snapshot(long xmin, long xmax) {}

  /**
   * @param connection without autocommit; nobody else seals as long as it lives
   * @param rotated is told of another key than the one before it first signs
   * @param mostRows of a batch
   */
  Sealing(
      Connection connection,
      SigningKeyFile keyFile,
      Consumer<VerificationKey> rotated,
      Clock clock,
      int mostRows)
      throws SQLException {
    this.connection = connection;
    this.keyFile = keyFile;
    this.rotated = rotated;
    this.clock = clock;
    this.mostRows = mostRows;
    // All reads of a batch are of one moment: that of its xmin.
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  /**
   * Seals a batch.
   *
   * @return whether more may wait
   * @throws SealingRefusedException if the log is not what was signed; nothing is sealed then
   */
  boolean sealBatch() throws SQLException, SealingRefusedException {
    try {
      boolean more = seal();
      connection.commit();
      return more;
    } finally {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    }
  }

  /**
   * When the first row was recorded that had to stay without a leaf at the last batch; none if all
   * were sealed.
   */
  Optional<Instant> firstWaiting() {
    return firstWaiting;
  }

  private boolean seal() throws SQLException, SealingRefusedException {
    Instant time = now();
    Snapshot snapshot = snapshot();
    SealedHead last = lastHead();
    SigningKey key = signingKey(last);
    Long known = from;
    boolean restored = known == null && Long.compareUnsigned(snapshot.xmin, last.watermark()) < 0;
    List<Leaf> rows =
        restored
            ? waiting(WAITING_AFTER_RESTORE, snapshot.xmin, snapshot.xmax)
            : waiting(WAITING, known == null ? last.watermark() : known, snapshot.xmin);
    boolean more = rows.size() == mostRows;
    if (!more) {
      from = snapshot.xmin;
    } else if (!restored) {
      from = rows.get(rows.size() - 1).xact();
    }
    if (!rows.isEmpty()) {
      Long watermark = from;
      append(
          rows,
          last,
          // While older rows may still come, it stays as it was.
          new TransactionBounds(
              watermark == null ? last.watermark() : watermark,
              watermark == null ? last.nextXact() : snapshot.xmax),
          time,
          key);
    }
    firstWaiting = snapshot.xmin == snapshot.xmax ? Optional.empty() : waitingFrom(snapshot.xmin);
    return more;
  }

  private Optional<Instant> waitingFrom(long xmin) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST_WAITING)) {
      statement.setString(1, Long.toUnsignedString(xmin));
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
            : Optional.empty();
      }
    }
  }

  private Snapshot snapshot() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_snapshot_xmin(s), pg_snapshot_xmax(s) from pg_current_snapshot() s")) {
      row.next();
      return new Snapshot(
          Long.parseUnsignedLong(row.getString(1)), Long.parseUnsignedLong(row.getString(2)));
    }
  }

  /**
   * The last head, which is that of all leaves and signed by us; the first one if there is none.
   */
  private SealedHead lastHead() throws SQLException, SealingRefusedException {
    SealedHead last;
    try {
      Optional<SealedHead> found = SealedHead.last(connection);
      last = found.isPresent() ? found.get() : first();
      if (!MerkleTree.decode(last.frontier()).isOf(last.signed().head())) {
        throw refusal("the frontier of the last head is not that of its tree");
      }
    } catch (IllegalArgumentException e) {
      throw refusal("the last head is damaged");
    }
    long size = last.signed().head().size();
    SignedTreeHead own = lastSigned;
    if (own != null && !own.equals(last.signed())) {
      throw refusal("the last head is not the one that this node signed last");
    }
    long leaves = leaves();
    if (leaves != size) {
      throw refusal("the last head is of %d leaves, but there are %d".formatted(size, leaves));
    }
    return last;
  }

  private static SealingRefusedException refusal(String what) {
    return new SealingRefusedException(
        what
            + ": the audit log was altered outside of Andiron. Keep a copy of the database, find"
            + " out what happened with 'audit verify', and restore a backup that is whole");
  }

  /** That of no leaf: it names the log. */
  private SealedHead first() throws SQLException, SealingRefusedException {
    if (!keyFile.exists()) {
      keyFile.create();
    }
    SigningKey key = keyFile.signingKey();
    MerkleTree tree = new MerkleTree();
    TransactionBounds none = new TransactionBounds(0, 0);
    SealedHead first =
        new SealedHead(
            key.sign(new TreeHead(UUID.randomUUID(), 0, tree.root(), now(), none)),
            tree.encoded(),
            none);
    register(key);
    SealedHead.insert(connection, List.of(first));
    return first;
  }

  private SigningKey signingKey(SealedHead last) throws SQLException, SealingRefusedException {
    VerificationKeys known = keyFile.publicKeys();
    if (!known.verify(last.signed())) {
      if (known.find(last.signed().keyId()).isPresent()) {
        throw refusal("the signature of the last head is false");
      }
      throw new SealingRefusedException(
          "the audit log was signed last with a key that is not in "
              + keyFile
              + ": put back the file that this database was used with");
    }
    SigningKey key = keyFile.signingKey();
    Hash id = key.verificationKey().id();
    if (!id.equals(last.signed().keyId()) && !id.equals(told)) {
      rotated.accept(key.verificationKey());
      register(key);
      told = id;
    }
    return key;
  }

  private void register(SigningKey key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into andiron.audit_key (key_id, public_key) values (?, ?)"
                + " on conflict do nothing")) {
      statement.setBytes(1, key.verificationKey().id().bytes());
      statement.setBytes(2, key.verificationKey().encoded());
      statement.executeUpdate();
    }
  }

  private long leaves() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select coalesce(max(index) + 1, 0) from andiron.audit_leaf")) {
      row.next();
      return row.getLong(1);
    }
  }

  private List<Leaf> waiting(String sql, long begin, long end) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, Long.toUnsignedString(begin));
      statement.setString(2, Long.toUnsignedString(end));
      statement.setInt(3, mostRows);
      List<Leaf> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Leaf(
                  row.getObject(2, UUID.class),
                  row.getObject(3, OffsetDateTime.class).toInstant(),
                  Hash.of(row.getBytes(4)),
                  Long.parseUnsignedLong(row.getString(1))));
        }
      }
      return rows;
    }
  }

  private void append(
      List<Leaf> rows, SealedHead last, TransactionBounds after, Instant begun, SigningKey key)
      throws SQLException {
    MerkleTree tree = MerkleTree.decode(last.frontier());
    TreeHead before = last.signed().head();
    // A clock that was set back must not make a later tree look older.
    Instant time = begun.isBefore(before.time()) ? before.time() : begun;
    TransactionBounds until = new TransactionBounds(last.watermark(), last.nextXact());
    List<SealedHead> heads = new ArrayList<>();
    try (PreparedStatement leaves =
            connection.prepareStatement(
                "insert into andiron.audit_leaf (index, id, recorded, commitment, xact)"
                    + " values (?, ?, ?, ?, ?::text::xid8)");
        PreparedStatement nodes =
            connection.prepareStatement(
                "insert into andiron.audit_node (level, index, hash) values (?, ?, ?)")) {
      for (int i = 0; i < rows.size(); i++) {
        Leaf leaf = rows.get(i);
        add(leaves, tree.size(), leaf);
        List<NewNode> completed = new ArrayList<>();
        tree.append(leaf.hash(), (node, hash) -> completed.add(new NewNode(node, hash)));
        for (NewNode node : completed) {
          add(nodes, node);
        }
        boolean end = i == rows.size() - 1;
        if (end || (i + 1) % ROWS_OF_HEAD == 0) {
          TransactionBounds bounds = end ? after : until;
          TreeHead head = new TreeHead(before.logId(), tree.size(), tree.root(), time, bounds);
          heads.add(new SealedHead(key.sign(head), tree.encoded(), bounds));
        }
      }
      leaves.executeBatch();
      nodes.executeBatch();
    }
    SealedHead.insert(connection, heads);
    lastSigned = heads.get(heads.size() - 1).signed();
  }

  private record NewNode(Node node, Hash hash) {}

  private static void add(PreparedStatement leaves, long index, Leaf leaf) throws SQLException {
    leaves.setLong(1, index);
    leaves.setObject(2, leaf.id());
    leaves.setObject(3, leaf.recorded().atOffset(ZoneOffset.UTC));
    leaves.setBytes(4, leaf.commitment().bytes());
    leaves.setString(5, Long.toUnsignedString(Objects.requireNonNull(leaf.xact())));
    leaves.addBatch();
  }

  private static void add(PreparedStatement nodes, NewNode completed) throws SQLException {
    if (completed.node.level() >= StoredNodes.LOWEST_LEVEL) {
      nodes.setInt(1, completed.node.level());
      nodes.setLong(2, completed.node.index());
      nodes.setBytes(3, completed.hash.bytes());
      nodes.addBatch();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
