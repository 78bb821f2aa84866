package org.andiron.audit.verification;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.andiron.audit.anchor.TimeStamp;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.verification.Finding.Kind;

/** A log in PostgreSQL, over several connections that all see it as it was at one moment. */
final class DatabaseSource implements LogSource {

  private static final int SEGMENT = 2_048;

  private static final String JOINED =
      "select l.index, l.id, l.recorded, l.commitment, l.xact, "
          + RowColumns.ALL
          + " from andiron.audit_leaf l left join andiron.audit_event e"
          + " on e.recorded = l.recorded and e.id = l.id"
          + " where l.index >= ? and l.index < ? order by l.index";

  private static final String HEADS =
      "select "
          + SealedHead.COLUMNS
          + " from andiron.audit_head where size > ? and size <= ? order by size, time";

  private static final String TIME_STAMPS =
      "select "
          + TimeStamp.COLUMNS
          + " from andiron.audit_time_stamp where log = any(?) and size > ? and size <= ?"
          + " order by size";

  /** Finds them by their keys first: whole rows would not fit into the memory of the join. */
  private static final String UNSEALED =
      "with unsealed as materialized ("
          + "select e.recorded, e.id from andiron.audit_event e where not exists ("
          + "select from andiron.audit_leaf l where l.id = e.id and l.recorded = e.recorded))"
          + " select "
          + RowColumns.ALL
          + " from unsealed u join andiron.audit_event e"
          + " on e.recorded = u.recorded and e.id = u.id";

  private final List<Connection> all;
  private final BlockingQueue<Connection> free;
  private final Origin origin;
  private final long end;
  private final UUID[] stampedLogs;

  private DatabaseSource(List<Connection> connections) {
    this.all = List.copyOf(connections);
    this.free = new LinkedBlockingQueue<>(connections);
    try {
      this.stampedLogs = stampedLogs();
      long[] size = size();
      this.origin = origin(size[0]);
      // One that was put in far away must not make the way there long.
      this.end = size[1] <= 2 * size[0] + SEGMENT ? size[1] : size[0];
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /**
   * The log as all see it who begin now.
   *
   * @param connections without autocommit, on which nothing was done yet, and nothing else is until
   *     this is over
   * @throws UnreadableLogException if the database does not answer or has no log
   */
  static DatabaseSource of(List<Connection> connections) {
    try {
      shareSnapshot(connections);
    } catch (SQLException e) {
      throw unreadable(e);
    }
    return new DatabaseSource(connections);
  }

  /** The log as the transaction of a connection sees it. */
  static DatabaseSource within(Connection connection) {
    return new DatabaseSource(List.of(connection));
  }

  private static UnreadableLogException unreadable(SQLException e) {
    return new UnreadableLogException("cannot read the audit log: " + e.getMessage(), e);
  }

  private static void shareSnapshot(List<Connection> connections) throws SQLException {
    String snapshot = null;
    for (Connection connection : connections) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement()) {
        if (snapshot == null) {
          // Else a month might be taken out of the log between this moment and the first reading.
          statement.execute("lock table andiron.audit_event in access share mode");
          try (ResultSet row = statement.executeQuery("select pg_export_snapshot()")) {
            row.next();
            snapshot = row.getString(1);
          }
        } else {
          statement.execute("set transaction snapshot '" + snapshot + "'");
        }
      }
    }
  }

  private long[] size() throws SQLException {
    try (Statement statement = all.get(0).createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*), coalesce(max(index) + 1, 0) from andiron.audit_leaf")) {
      row.next();
      return new long[] {row.getLong(1), row.getLong(2)};
    }
  }

  /** Time stamps are found by their log; there is one, or somebody put in others. */
  private UUID[] stampedLogs() throws SQLException {
    List<UUID> logs = new ArrayList<>();
    try (Statement statement = all.get(0).createStatement();
        ResultSet row =
            statement.executeQuery("select distinct log from andiron.audit_time_stamp")) {
      while (row.next()) {
        logs.add(row.getObject(1, UUID.class));
      }
    }
    return logs.toArray(UUID[]::new);
  }

  private Origin origin(long leaves) throws SQLException {
    try (Statement statement = all.get(0).createStatement();
        ResultSet row =
            statement.executeQuery(
                "select now(), pg_snapshot_xmin(s), pg_snapshot_xmax(s)"
                    + " from pg_current_snapshot() s")) {
      row.next();
      return new Origin(
          row.getObject(1, OffsetDateTime.class).toInstant(),
          Long.parseUnsignedLong(row.getString(2)),
          Long.parseUnsignedLong(row.getString(3)),
          leaves);
    }
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public List<Removal> removals() {
    try (Statement statement = all.get(0).createStatement();
        ResultSet row =
            statement.executeQuery(
                "select id, first, before, event_id, leaves, digest from andiron.audit_removal"
                    + " order by first, id")) {
      List<Removal> removals = new ArrayList<>();
      while (row.next()) {
        removals.add(
            new Removal(
                row.getObject(1, UUID.class),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, UUID.class),
                row.getLong(5),
                Hash.of(row.getBytes(6))));
      }
      return removals;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public HoldRows holds() {
    try {
      return HoldRows.read(all.get(0));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Iterator<Callable<Segment>> segments() {
    return new Iterator<>() {
      private long next = 0;
      private boolean over;

      @Override
      public boolean hasNext() {
        return !over;
      }

      @Override
      public Callable<Segment> next() {
        if (over) {
          throw new NoSuchElementException();
        }
        // The first and the last have whatever lies beyond.
        long from = next == 0 ? Long.MIN_VALUE : next;
        next += SEGMENT;
        over = next >= end;
        long to = over ? Long.MAX_VALUE : next;
        return () -> on(connection -> segment(connection, from, to));
      }
    };
  }

  @FunctionalInterface
  private interface Reading<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T on(Reading<T> reading) throws InterruptedException {
    Connection connection = free.take();
    try {
      return reading.on(connection);
    } catch (SQLException e) {
      throw unreadable(e);
    } finally {
      free.add(connection);
    }
  }

  private Segment segment(Connection connection, long from, long to) throws SQLException {
    List<Finding> unreadable = new ArrayList<>();
    List<Entry> entries = entries(connection, from, to, unreadable);
    List<SealedHead> heads = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(HEADS)) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          try {
            heads.add(SealedHead.read(row));
          } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            unreadable.add(
                Finding.of(
                    Kind.HEAD, row.getLong("size"), null, "the head was altered and is none"));
          }
        }
      }
    }
    List<TimeStamp> stamps = timeStamps(connection, from, to, unreadable);
    return new Segment(entries, heads, stamps, unreadable);
  }

  /**
   * Leaves with their rows, by index.
   *
   * @param to index before which it ends
   * @param unreadable gets what is no leaf
   */
  static List<Entry> entries(Connection connection, long from, long to, List<Finding> unreadable)
      throws SQLException {
    Optional<List<Entry>> scanned = SegmentScan.read(connection, from, to, SEGMENT);
    return scanned.isPresent() ? scanned.get() : joined(connection, from, to, unreadable);
  }

  private List<TimeStamp> timeStamps(
      Connection connection, long from, long to, List<Finding> unreadable) throws SQLException {
    List<TimeStamp> stamps = new ArrayList<>();
    if (stampedLogs.length == 0) {
      return stamps;
    }
    try (PreparedStatement statement = connection.prepareStatement(TIME_STAMPS)) {
      statement.setArray(1, connection.createArrayOf("uuid", stampedLogs));
      statement.setLong(2, from);
      statement.setLong(3, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          try {
            stamps.add(TimeStamp.read(row));
          } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            unreadable.add(
                Finding.of(
                    Kind.TIME_STAMP,
                    row.getLong("size"),
                    null,
                    "the time stamp was altered and is none"));
          }
        }
      }
    }
    return stamps;
  }

  /** Each leaf and the row that is found by it; slow, and whatever is in them. */
  private static List<Entry> joined(
      Connection connection, long from, long to, List<Finding> unreadable) throws SQLException {
    List<Entry> entries = new ArrayList<>(SEGMENT);
    try (PreparedStatement statement = connection.prepareStatement(JOINED)) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long index = row.getLong(1);
          UUID id = row.getObject(2, UUID.class);
          try {
            String xact = row.getString(5);
            Leaf leaf =
                new Leaf(
                    id,
                    row.getObject(3, OffsetDateTime.class).toInstant(),
                    Hash.of(row.getBytes(4)),
                    xact == null ? null : (Long) Long.parseUnsignedLong(xact));
            entries.add(
                new Entry(index, leaf, row.getObject(6) == null ? null : RowColumns.read(row, 6)));
          } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            unreadable.add(
                Finding.of(Kind.LEAF_MISSING, index, id, "the leaf was altered and is none"));
          }
        }
      }
    }
    return entries;
  }

  /** In one statement, on one connection, while another does the checking. */
  @Override
  public Iterator<Callable<List<StoredRow>>> unsealed() {
    return new UnsealedRows(all.get(0));
  }

  private static final class UnsealedRows implements Iterator<Callable<List<StoredRow>>> {

    private final PreparedStatement statement;
    private final ResultSet row;
    private List<StoredRow> next;

    UnsealedRows(Connection connection) {
      try {
        statement = connection.prepareStatement(UNSEALED);
        statement.setFetchSize(SEGMENT);
        row = statement.executeQuery();
        next = read();
      } catch (SQLException e) {
        throw unreadable(e);
      }
    }

    private List<StoredRow> read() throws SQLException {
      List<StoredRow> rows = new ArrayList<>();
      while (rows.size() < SEGMENT && row.next()) {
        rows.add(RowColumns.read(row, 1));
      }
      if (rows.isEmpty()) {
        statement.close();
      }
      return rows;
    }

    @Override
    public boolean hasNext() {
      return !next.isEmpty();
    }

    @Override
    public Callable<List<StoredRow>> next() {
      if (next.isEmpty()) {
        throw new NoSuchElementException();
      }
      List<StoredRow> rows = next;
      try {
        next = read();
      } catch (SQLException e) {
        throw unreadable(e);
      }
      return () -> rows;
    }
  }

  /** The connections stay those of the caller. */
  @Override
  public void close() {}
}
