package org.andiron.audit.delivery;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.MerkleTree;
import org.andiron.audit.ledger.Salt;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.storage.postgres.DatabaseConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** An audit log in an embedded PostgreSQL that is migrated, with records that are sealed. */
public final class SealedLog implements AutoCloseable {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final MerkleTree tree = new MerkleTree();
  private final SigningKey key = SigningKey.generate();
  private final UUID logId = UUID.randomUUID();
  private final JdbcTemplate jdbc;

  /** Starts the database in a directory. */
  public SealedLog(Path directory) {
    TestPropertyValues.of("andiron.storage.embedded.directory=" + directory).applyTo(context);
    context.register(DatabaseConfiguration.class);
    context.scan("org.andiron.storage.migration");
    context.refresh();
    jdbc = new JdbcTemplate(context.getBean(DataSource.class));
  }

  public JdbcTemplate jdbc() {
    return jdbc;
  }

  /** Number of records. */
  public long size() {
    return tree.size();
  }

  /** Head of the tree as it is. */
  public SignedTreeHead head() {
    return key.sign(
        new TreeHead(
            logId, tree.size(), tree.root(), Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  /** Records and seals, with a head after the last; what is recorded says its place. */
  public SignedTreeHead add(int records, String padding) {
    List<Object[]> events = new ArrayList<>();
    List<Object[]> leaves = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      Instant recorded = Instant.now().truncatedTo(ChronoUnit.MICROS);
      UUID id = id(recorded);
      String content = "{\"n\":%d,\n\"pad\":\"%s\"}".formatted(tree.size(), padding);
      Salt salt = Salt.random();
      Hash commitment = salt.commit(content.getBytes(StandardCharsets.UTF_8));
      var time = recorded.atOffset(ZoneOffset.UTC);
      events.add(new Object[] {id, time, content, salt.bytes(), commitment.bytes()});
      leaves.add(new Object[] {tree.size(), id, time, commitment.bytes()});
      tree.append(new Leaf(id, recorded, commitment).hash());
    }
    jdbc.batchUpdate(
        "insert into andiron.audit_event (id, recorded, content, salt, commitment, is_foreign,"
            + " outcome, type, agent_names, addresses, terms)"
            + " values (?, ?, ?, ?, ?, false, '0', 's|rest', '{}', '{}', '{}')",
        events);
    jdbc.batchUpdate(
        "insert into andiron.audit_leaf (index, id, recorded, commitment) values (?, ?, ?, ?)",
        leaves);
    SignedTreeHead head = head();
    jdbc.update(
        "insert into andiron.audit_head"
            + " (size, log_id, root, time, key_id, signature, frontier, watermark,"
            + " next_xact, version)"
            + " values (?, ?, ?, ?, ?, ?, ?, '1', '1', 1)",
        head.head().size(),
        logId,
        head.head().root().bytes(),
        head.head().time().atOffset(ZoneOffset.UTC),
        head.keyId().bytes(),
        head.signature(),
        tree.encoded());
    return head;
  }

  private static UUID id(Instant recorded) {
    SecureRandom random = new SecureRandom();
    return new UUID(
        (recorded.toEpochMilli() << 16) | (7L << 12) | (random.nextLong() & 0xFFF),
        (1L << 63) | (random.nextLong() >>> 2));
  }

  @Override
  public void close() {
    context.close();
  }
}
