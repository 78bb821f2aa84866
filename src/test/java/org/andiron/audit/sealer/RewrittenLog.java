package org.andiron.audit.sealer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.MerkleTree;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.TransactionBounds;
import org.andiron.audit.ledger.TreeHead;
import org.jspecify.annotations.Nullable;

/** A sealed log that is made into what another version or another database had sealed. */
public final class RewrittenLog {

  private final Path keyFile;
  private final Connection superuser;

  private RewrittenLog(Path keyFile, Connection superuser) {
    this.keyFile = keyFile;
    this.superuser = superuser;
  }

  @FunctionalInterface
  private interface Xacts {
    @Nullable Long of(long xact);
  }

  /** As version 1 sealed it: no number of a transaction is signed. */
  public static void asVersion1(AuditDatabase database, Path keyFile)
      throws SQLException, SealingRefusedException {
    try (Connection superuser = database.superuser()) {
      new RewrittenLog(keyFile, superuser).rewrite(it -> null, 0, false);
      superuser.commit();
    }
  }

  /** As a database of which more transactions had been numbered before it was dumped. */
  public static void counting(AuditDatabase database, Path keyFile, long more)
      throws SQLException, SealingRefusedException {
    try (Connection superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "update andiron.audit_event set xact = (xact::text::bigint + " + more + ")::text::xid8");
      new RewrittenLog(keyFile, superuser).rewrite(it -> it + more, more, true);
      superuser.commit();
    }
  }

  private void rewrite(Xacts xacts, long more, boolean signed)
      throws SQLException, SealingRefusedException {
    List<SealedHead> heads = new ArrayList<>();
    List<Leaf> leaves = new ArrayList<>();
    try (Statement statement = superuser.createStatement()) {
      statement.execute("delete from andiron.audit_node");
      try (ResultSet row =
          statement.executeQuery("select * from andiron.audit_leaf order by index")) {
        while (row.next()) {
          Leaf leaf = StoredNodes.leaf(row);
          Long xact = leaf.xact();
          leaves.add(
              new Leaf(
                  leaf.id(),
                  leaf.recorded(),
                  leaf.commitment(),
                  xact == null ? null : xacts.of(xact)));
        }
      }
      try (ResultSet row =
          statement.executeQuery("select * from andiron.audit_head order by size")) {
        while (row.next()) {
          heads.add(SealedHead.read(row));
        }
      }
    }
    for (int i = 0; i < leaves.size(); i++) {
      Long xact = leaves.get(i).xact();
      run(
          "update andiron.audit_leaf set xact = ?::text::xid8 where index = ?",
          xact == null ? null : xact.toString(),
          (long) i);
    }
    MerkleTree tree = new MerkleTree();
    SigningKey key = AuditDatabase.key(keyFile);
    for (SealedHead sealed : heads) {
      TreeHead head = sealed.signed().head();
      while (tree.size() < head.size()) {
        append(tree, leaves.get((int) tree.size()));
      }
      long added = head.size() == 0 ? 0 : more;
      TransactionBounds bounds =
          new TransactionBounds(sealed.watermark() + added, sealed.nextXact() + added);
      SignedTreeHead anew =
          key.sign(
              new TreeHead(
                  head.logId(), head.size(), tree.root(), head.time(), signed ? bounds : null));
      run(
          "update andiron.audit_head set root = ?, signature = ?, frontier = ?,"
              + " watermark = ?::text::xid8, next_xact = ?::text::xid8, version = ? where size = ?",
          tree.root().bytes(),
          anew.signature(),
          tree.encoded(),
          Long.toString(bounds.watermark()),
          Long.toString(bounds.nextXact()),
          signed ? 2 : 1,
          head.size());
    }
  }

  private void append(MerkleTree tree, Leaf leaf) throws SQLException {
    List<Object[]> nodes = new ArrayList<>();
    tree.append(
        leaf.hash(),
        (node, hash) -> {
          if (node.level() >= StoredNodes.LOWEST_LEVEL) {
            nodes.add(new Object[] {node.level(), node.index(), hash.bytes()});
          }
        });
    for (Object[] node : nodes) {
      run("insert into andiron.audit_node (level, index, hash) values (?, ?, ?)", node);
    }
  }

  private void run(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = superuser.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
