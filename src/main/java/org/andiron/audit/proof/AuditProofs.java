package org.andiron.audit.proof;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.audit.ledger.ConsistencyProof;
import org.andiron.audit.ledger.InclusionProof;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.Prover;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.sealer.StoredNodes;

/**
 * Makes proofs about the sealed log. Who may have them is not decided here. Each takes one
 * connection of the pool, outside of the transaction of the thread, for a few short queries.
 *
 * <p>All methods throw {@link IllegalStateException} if the database does not answer, or what it
 * has gives no proof that holds: then the log was altered, and a verification tells where.
 */
public final class AuditProofs {

  private static final String LEAF =
      "select index, "
          + StoredNodes.LEAF_COLUMNS
          + " from andiron.audit_leaf where id = ? order by index limit 1";

  private final DataSource dataSource;

  AuditProofs(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T with(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the sealed log could not be read", e);
    }
  }

  /** The last head; none before the first was signed. */
  public Optional<SignedTreeHead> lastHead() {
    return with(connection -> SealedHead.last(connection).map(SealedHead::signed));
  }

  /** The head of a tree of so many leaves, if one was signed. */
  public Optional<SignedTreeHead> head(long size) {
    return with(connection -> SealedHead.of(connection, size).map(SealedHead::signed));
  }

  /**
   * Proves that a record is below the last head.
   *
   * @param id of the row
   * @return none if there is no such record, or it is not sealed yet: a second later it is
   */
  public Optional<ProvenLeaf> inclusion(UUID id) {
    return with(
        connection -> {
          Optional<SealedHead> head = SealedHead.last(connection);
          return head.isEmpty() ? Optional.empty() : inclusion(connection, id, head.get().signed());
        });
  }

  private static Optional<ProvenLeaf> inclusion(Connection connection, UUID id, SignedTreeHead head)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEAF)) {
      statement.setObject(1, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || row.getLong(1) >= head.head().size()) {
          return Optional.empty();
        }
        Leaf leaf = StoredNodes.leaf(row);
        InclusionProof proof =
            new Prover(new StoredNodes(connection)).inclusion(row.getLong(1), head.head().size());
        if (!proof.proves(leaf.hash(), head.head())) {
          throw new IllegalStateException("leaf " + proof.index() + " is not below the last head");
        }
        return Optional.of(new ProvenLeaf(leaf, proof, head));
      }
    }
  }

  /**
   * Proves that the log only grew between two heads.
   *
   * @param first size of the earlier head
   * @param second size of the later head
   * @return none if no head of one of these sizes was signed
   * @throws IllegalArgumentException if the first is below 0 or above the second
   */
  public Optional<ProvenGrowth> consistency(long first, long second) {
    if (first < 0 || first > second) {
      throw new IllegalArgumentException("the first size must be 0 to the second");
    }
    return with(
        connection -> {
          Optional<SignedTreeHead> earlier =
              SealedHead.of(connection, first).map(SealedHead::signed);
          Optional<SignedTreeHead> later =
              SealedHead.of(connection, second).map(SealedHead::signed);
          if (earlier.isEmpty() || later.isEmpty()) {
            return Optional.empty();
          }
          ConsistencyProof proof =
              new Prover(new StoredNodes(connection)).consistency(first, second);
          if (!proof.proves(earlier.get().head(), later.get().head())) {
            throw new IllegalStateException(
                "head " + second + " does not follow from head " + first);
          }
          return Optional.of(new ProvenGrowth(earlier.get(), later.get(), proof));
        });
  }
}
