package org.andiron.audit.verification;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.verification.BinaryCopy.OddValueException;
import org.jspecify.annotations.Nullable;

/**
 * Reads leaves by index, and all rows of the time in which they were recorded: two scans from left
 * to right, since rows are sealed nearly in the order in which they are recorded.
 */
final class SegmentScan {

  /** Beyond these no row of a log was recorded. */
  private static final long FIRST = 0;

  private static final long LAST =
      Instant.parse("9999-01-01T00:00:00Z").getEpochSecond() * 1_000_000;

  /** Columns of a row behind its id and time. */
  private static final int OTHER_COLUMNS = 13;

  private final Connection connection;
  private final int most;

  private final List<Entry> entries = new ArrayList<>();
  private final Map<UUID, Integer> places = new HashMap<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  private SegmentScan(Connection connection, int most) {
    this.connection = connection;
    this.most = most;
  }

  /**
   * Leaves with their rows, by index.
   *
   * @param from first index
   * @param to index before which it ends
   * @param most leaves that are expected
   * @return nothing if something is odd, or so many rows are of that time that they are to be
   *     looked for one by one
   */
  static Optional<List<Entry>> read(Connection connection, long from, long to, int most)
      throws SQLException {
    SegmentScan scan = new SegmentScan(connection, most);
    try {
      return scan.readLeaves(from, to) && scan.readRows()
          ? Optional.of(scan.entries)
          : Optional.empty();
    } catch (OddValueException e) {
      return Optional.empty();
    }
  }

  private boolean readLeaves(long from, long to) throws SQLException, OddValueException {
    return BinaryCopy.read(
            connection,
            "select index, id, recorded, commitment, xact from andiron.audit_leaf where index >= '"
                + from
                + "' and index < '"
                + to
                + "' order by index limit "
                + (most + 1),
            this::takeLeaf)
        <= most;
  }

  private void takeLeaf(BinaryCopy leaf) throws SQLException, OddValueException {
    long index = leaf.number();
    UUID id = leaf.uuid();
    long recorded = leaf.micros();
    byte[] commitment = leaf.bytes();
    Long xact = leaf.numberOrNull();
    if (recorded < FIRST
        || recorded > LAST
        || commitment == null
        || commitment.length != Hash.BYTES
        || places.put(id, entries.size()) != null) {
      throw new OddValueException();
    }
    first = Math.min(first, recorded);
    last = Math.max(last, recorded);
    entries.add(new Entry(index, new Leaf(id, instant(recorded), Hash.of(commitment), xact), null));
  }

  private boolean readRows() throws SQLException, OddValueException {
    if (entries.isEmpty()) {
      return true;
    }
    long bound = 2L * entries.size() + most;
    return BinaryCopy.read(
            connection,
            "select "
                + RowColumns.ALL
                + " from andiron.audit_event e where recorded >= '"
                + instant(first)
                + "' and recorded <= '"
                + instant(last)
                + "' limit "
                + (bound + 1),
            this::takeRow)
        <= bound;
  }

  private void takeRow(BinaryCopy row) throws SQLException, OddValueException {
    UUID id = row.uuid();
    Integer place = places.get(id);
    Entry entry = place == null ? null : entries.get(place);
    if (place == null || entry == null || !instant(row.micros()).equals(entry.leaf().recorded())) {
      // Of the same time, but of another segment or without a leaf.
      row.skip(entry == null ? OTHER_COLUMNS + 1 : OTHER_COLUMNS);
      return;
    }
    if (entry.row() != null) {
      throw new OddValueException();
    }
    entries.set(
        place,
        new Entry(
            entry.index(),
            entry.leaf(),
            new StoredRow(
                id,
                entry.leaf().recorded(),
                row.number(),
                row.bytes(),
                row.bytes(),
                required(row.bytes()),
                row.flag(),
                row.text(),
                row.text(),
                row.text(),
                row.text(),
                required(row.text()),
                row.texts(),
                row.texts(),
                row.texts())));
  }

  private static <T> T required(@Nullable T value) throws OddValueException {
    if (value == null) {
      throw new OddValueException();
    }
    return value;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
