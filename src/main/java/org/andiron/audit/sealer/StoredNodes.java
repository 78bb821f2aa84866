package org.andiron.audit.sealer;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.MerkleTree;
import org.andiron.audit.ledger.Node;
import org.andiron.audit.ledger.NodeHashes;

/**
 * The subtrees of the sealed log over one connection: small ones hashed from their leaves, which
 * spares the database fifteen of sixteen rows, and larger ones as they were stored.
 */
public final class StoredNodes implements NodeHashes {

  /** The columns of which {@link #leaf} makes one. */
  public static final String LEAF_COLUMNS = "id, recorded, commitment, xact";

  /** Subtrees from this level on are stored. */
  static final int LOWEST_LEVEL = 4;

  private final Connection connection;

  /** Reads over a connection that stays that of the caller. */
  public StoredNodes(Connection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if one is missing or the database does not answer
   */
  @Override
  public List<Hash> read(List<Node> nodes) {
    try {
      Map<Node, Hash> stored = stored(nodes);
      Map<Long, Hash> leaves = leaves(nodes);
      List<Hash> hashes = new ArrayList<>();
      for (Node node : nodes) {
        Hash hash = node.level() < LOWEST_LEVEL ? subtree(node, leaves) : stored.get(node);
        if (hash == null) {
          throw new IllegalStateException("the log lacks " + node);
        }
        hashes.add(hash);
      }
      return hashes;
    } catch (SQLException e) {
      throw new IllegalStateException("the nodes of the log could not be read", e);
    }
  }

  private Map<Node, Hash> stored(List<Node> nodes) throws SQLException {
    List<Node> high = nodes.stream().filter(it -> it.level() >= LOWEST_LEVEL).toList();
    Map<Node, Hash> found = new HashMap<>();
    if (high.isEmpty()) {
      return found;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select n.level, n.index, n.hash from unnest(?::int[], ?::bigint[]) as w (level, index)"
                + " join andiron.audit_node n on n.level = w.level and n.index = w.index")) {
      statement.setArray(1, array("int4", high.stream().map(Node::level).toArray()));
      statement.setArray(2, array("int8", high.stream().map(Node::index).toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(new Node(rows.getInt(1), rows.getLong(2)), Hash.of(rows.getBytes(3)));
        }
      }
    }
    return found;
  }

  private Map<Long, Hash> leaves(List<Node> nodes) throws SQLException {
    List<Long> indexes = new ArrayList<>();
    for (Node node : nodes) {
      if (node.level() < LOWEST_LEVEL) {
        for (long i = node.index() << node.level(); i < (node.index() + 1) << node.level(); i++) {
          indexes.add(i);
        }
      }
    }
    Map<Long, Hash> found = new HashMap<>();
    if (indexes.isEmpty()) {
      return found;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select index, " + LEAF_COLUMNS + " from andiron.audit_leaf where index = any(?)")) {
      statement.setArray(1, array("int8", indexes.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getLong(1), leaf(rows).hash());
        }
      }
    }
    return found;
  }

  /**
   * The leaf in the row at which a result is.
   *
   * @throws IllegalArgumentException if no leaf can be in such a row
   */
  public static Leaf leaf(ResultSet row) throws SQLException {
    String xact = row.getString("xact");
    return new Leaf(
        row.getObject("id", UUID.class),
        row.getObject("recorded", OffsetDateTime.class).toInstant(),
        Hash.of(row.getBytes("commitment")),
        xact == null ? null : (Long) Long.parseUnsignedLong(xact));
  }

  private static Hash subtree(Node node, Map<Long, Hash> leaves) {
    MerkleTree tree = new MerkleTree();
    for (long i = node.index() << node.level(); i < (node.index() + 1) << node.level(); i++) {
      Hash leaf = leaves.get(i);
      if (leaf == null) {
        throw new IllegalStateException("the log lacks leaf " + i);
      }
      tree.append(leaf);
    }
    return tree.root();
  }

  private Array array(String type, Object[] values) throws SQLException {
    return connection.createArrayOf(type, values);
  }
}
