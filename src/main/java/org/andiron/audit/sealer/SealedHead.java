package org.andiron.audit.sealer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.TransactionBounds;
import org.andiron.audit.ledger.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code andiron.audit_head}.
 *
 * @param signed the head
 * @param frontier the tree of the head, {@link org.andiron.audit.ledger.MerkleTree#encoded}
 * @param watermark as in {@link TransactionBounds}; of a head of version 1 nobody signed it
 * @param nextXact as in {@link TransactionBounds}; of a head of version 1 nobody signed it
 */
public record SealedHead(SignedTreeHead signed, byte[] frontier, long watermark, long nextXact) {

  /** The columns of which {@link #read} makes a head. */
  public static final String COLUMNS =
      "size, log_id, root, time, key_id, signature, frontier, watermark, next_xact, version";

  /**
   * @throws IllegalArgumentException if it is not what the head signs
   */
  public SealedHead {
    TransactionBounds bounds = signed.head().bounds();
    if (bounds != null && !bounds.equals(new TransactionBounds(watermark, nextXact))) {
      throw new IllegalArgumentException("the head signs other transactions");
    }
    frontier = frontier.clone();
  }

  /** Of a head that signs them. */
  SealedHead(SignedTreeHead signed, byte[] frontier, TransactionBounds bounds) {
    this(signed, frontier, bounds.watermark(), bounds.nextXact());
  }

  /**
   * Reads the row at which a result is.
   *
   * @throws IllegalArgumentException if no head can be in such a row
   */
  public static SealedHead read(ResultSet row) throws SQLException {
    TransactionBounds bounds =
        new TransactionBounds(
            Long.parseUnsignedLong(row.getString("watermark")),
            Long.parseUnsignedLong(row.getString("next_xact")));
    return new SealedHead(
        new SignedTreeHead(
            new TreeHead(
                row.getObject("log_id", UUID.class),
                row.getLong("size"),
                Hash.of(row.getBytes("root")),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getInt("version") == 1 ? null : bounds),
            Hash.of(row.getBytes("key_id")),
            row.getBytes("signature")),
        row.getBytes("frontier"),
        bounds);
  }

  /** The head of the largest tree. */
  public static Optional<SealedHead> last(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select " + COLUMNS + " from andiron.audit_head order by size desc limit 1")) {
      return rows.next() ? Optional.of(read(rows)) : Optional.empty();
    }
  }

  /** The head of the tree of so many leaves, if one was signed. */
  public static Optional<SealedHead> of(Connection connection, long size) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select " + COLUMNS + " from andiron.audit_head where size = ?")) {
      statement.setLong(1, size);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(read(rows)) : Optional.empty();
      }
    }
  }

  static void insert(Connection connection, List<SealedHead> heads) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into andiron.audit_head ("
                + COLUMNS
                + ") values (?, ?, ?, ?, ?, ?, ?, ?::text::xid8, ?::text::xid8, ?)")) {
      for (SealedHead sealed : heads) {
        TreeHead head = sealed.signed.head();
        statement.setLong(1, head.size());
        statement.setObject(2, head.logId());
        statement.setBytes(3, head.root().bytes());
        statement.setObject(4, head.time().atOffset(ZoneOffset.UTC));
        statement.setBytes(5, sealed.signed.keyId().bytes());
        statement.setBytes(6, sealed.signed.signature());
        statement.setBytes(7, sealed.frontier);
        statement.setString(8, Long.toUnsignedString(sealed.watermark));
        statement.setString(9, Long.toUnsignedString(sealed.nextXact));
        statement.setInt(10, head.bounds() == null ? 1 : 2);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public byte[] frontier() {
    return frontier.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SealedHead that
        && signed.equals(that.signed)
        && Arrays.equals(frontier, that.frontier)
        && watermark == that.watermark
        && nextXact == that.nextXact;
  }

  @Override
  public int hashCode() {
    return Objects.hash(signed, watermark);
  }
}
