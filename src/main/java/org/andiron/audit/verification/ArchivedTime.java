package org.andiron.audit.verification;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.andiron.audit.sealer.StoredNodes;

/**
 * The records of one time, to be written into an archive. All reading is done in the transaction of
 * a connection, which has to see the log as it was at one moment.
 */
public final class ArchivedTime {

  private static final int SEGMENT = 2_048;

  /** By id, whose first 48 bits are the millisecond of recorded: there is no index of that. */
  private static final String LEAVES =
      "select index, "
          + StoredNodes.LEAF_COLUMNS
          + " from andiron.audit_leaf where id >= ? and id < ? and recorded >= ? and recorded < ?"
          + " order by index";

  private static final String RECORDS =
      "select count(*), count(*) filter (where not exists (select from andiron.audit_leaf l"
          + " where l.id = e.id and l.recorded = e.recorded))"
          + " from andiron.audit_event e where e.recorded >= ? and e.recorded < ?";

  private static final String TELLING =
      "select content from andiron.audit_event where recorded >= ? and recorded < ?"
          + " and not is_foreign and terms @> array[?::text] order by recorded, id";

  private final Connection connection;
  private final ArchiveHeader header;
  private final List<ToldRemoval> told = new ArrayList<>();
  private final long records;
  private final long unsealed;
  private final long from;
  private final long to;

  private ArchivedTime(Connection connection, Instant first, Instant before) throws SQLException {
    this.connection = connection;
    LeafDigest digest = new LeafDigest();
    long lowest = 0;
    long highest = -1;
    try (PreparedStatement statement = connection.prepareStatement(LEAVES)) {
      statement.setFetchSize(10_000);
      statement.setObject(1, lowestId(first));
      statement.setObject(2, lowestId(before));
      set(statement, 3, first, before);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          highest = row.getLong(1);
          lowest = digest.count() == 0 ? highest : lowest;
          digest.add(StoredNodes.leaf(row).hash());
        }
      }
    }
    this.from = lowest;
    this.to = highest + 1;
    try (PreparedStatement statement = connection.prepareStatement(RECORDS)) {
      set(statement, 1, first, before);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        this.records = row.getLong(1);
        this.unsealed = row.getLong(2);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(TELLING)) {
      set(statement, 1, first, before);
      statement.setString(3, RemovalRecord.KIND);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          told.addAll(RemovalRecord.told(row.getString(1).getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
    this.header = new ArchiveHeader(logId(), first, before, digest.count(), digest.hash());
  }

  /**
   * Looks at what there is of a time.
   *
   * @throws UnreadableLogException if the log cannot be read, or was never sealed
   */
  public static ArchivedTime of(Connection connection, Instant first, Instant before) {
    try {
      return new ArchivedTime(connection, first, before);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static UnreadableLogException unreadable(SQLException e) {
    return new UnreadableLogException("cannot read the audit log: " + e.getMessage(), e);
  }

  private static UUID lowestId(Instant time) {
    return new UUID(time.toEpochMilli() << 16, 0);
  }

  private static void set(PreparedStatement statement, int first, Instant from, Instant before)
      throws SQLException {
    statement.setObject(first, from.atOffset(ZoneOffset.UTC));
    statement.setObject(first + 1, before.atOffset(ZoneOffset.UTC));
  }

  private UUID logId() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select log_id from andiron.audit_head order by size desc limit 1")) {
      if (!row.next()) {
        throw new UnreadableLogException("the audit log was never sealed", null);
      }
      return row.getObject(1, UUID.class);
    }
  }

  /** What an archive of it will say. */
  public ArchiveHeader header() {
    return header;
  }

  /** Removals of earlier months of which records of this time tell. */
  public List<ToldRemoval> told() {
    return List.copyOf(told);
  }

  /** Records, with or without a leaf. */
  public long records() {
    return records;
  }

  /** Records without a leaf. */
  public long unsealed() {
    return unsealed;
  }

  /**
   * Writes it.
   *
   * @throws UnreadableLogException if it cannot be read, or is not what was sealed
   * @throws IOException if it cannot be written
   */
  public void write(OutputStream out, LogVerification.Progress progress) throws IOException {
    // Closed by nobody: the caller forces to the disk what it was given.
    GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
    BufferedWriter lines =
        new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.UTF_8));
    line(lines, ArchiveFormat.header(header));
    long written = 0;
    for (long index = from; index < to; index += SEGMENT) {
      for (Entry entry : entries(index)) {
        if (header.covers(entry.leaf().recorded())) {
          if (entry.row() == null) {
            throw new UnreadableLogException(
                "the log was altered, verify it: leaf %d has no record".formatted(entry.index()),
                null);
          }
          line(lines, DumpFormat.entry(entry));
          written++;
        }
      }
      progress.at(written, header.leaves());
    }
    line(lines, DumpFormat.END);
    lines.flush();
    packed.finish();
  }

  private List<Entry> entries(long index) {
    List<Finding> unreadable = new ArrayList<>();
    try {
      List<Entry> entries =
          DatabaseSource.entries(connection, index, Math.min(to, index + SEGMENT), unreadable);
      if (!unreadable.isEmpty()) {
        throw new UnreadableLogException(
            "the log was altered, verify it: " + unreadable.get(0), null);
      }
      return entries;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static void line(BufferedWriter lines, String line) throws IOException {
    lines.write(line);
    lines.write('\n');
  }
}
