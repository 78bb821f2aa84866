package org.andiron.audit.verification;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;

/** A log in PostgreSQL, over several connections that all see it as it was at one moment. */
final class DatabaseSource implements LogSource {

  private static final int SEGMENT = 2_048;

  private static final String ROW =
      "e.id as e_id, e.recorded as e_recorded, e.xact, e.content, e.salt,"
          + " e.commitment as e_commitment, e.is_foreign, e.request_id, e.patient, e.action,"
          + " e.outcome, e.type, e.agent_names, e.addresses, e.terms";

  private static final String ENTRIES =
      "select l.index, l.id, l.recorded, l.commitment, "
          + ROW
          + " from andiron.audit_leaf l left join andiron.audit_event e"
          + " on e.recorded = l.recorded and e.id = l.id"
          + " where l.index >= ? and l.index < ? order by l.index";

  private static final String HEADS =
      "select "
          + SealedHead.COLUMNS
          + " from andiron.audit_head where size > ? and size <= ? order by size, time";

  private static final String UNSEALED =
      "select "
          + ROW
          + " from andiron.audit_event e where not exists ("
          + "select from andiron.audit_leaf l where l.id = e.id and l.recorded = e.recorded)";

  private final List<Connection> all;
  private final BlockingQueue<Connection> free;
  private final Origin origin;
  private final long end;

  private DatabaseSource(List<Connection> connections) {
    this.all = List.copyOf(connections);
    this.free = new LinkedBlockingQueue<>(connections);
    try {
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

  /** Leaves of these indexes, the last one excluded, with their rows and heads. */
  static Segment segment(Connection connection, long from, long to) throws SQLException {
    List<Finding> unreadable = new ArrayList<>();
    List<Entry> entries = new ArrayList<>(SEGMENT);
    try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long index = row.getLong("index");
          UUID id = row.getObject("id", UUID.class);
          try {
            Leaf leaf =
                new Leaf(
                    id,
                    row.getObject("recorded", OffsetDateTime.class).toInstant(),
                    Hash.of(row.getBytes("commitment")));
            entries.add(new Entry(index, leaf, row.getObject("e_id") == null ? null : row(row)));
          } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            unreadable.add(
                Finding.of(Kind.LEAF_MISSING, index, id, "the leaf was altered and is none"));
          }
        }
      }
    }
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
    return new Segment(entries, heads, unreadable);
  }

  private static StoredRow row(ResultSet row) throws SQLException {
    return new StoredRow(
        row.getObject("e_id", UUID.class),
        row.getObject("e_recorded", OffsetDateTime.class).toInstant(),
        Long.parseUnsignedLong(row.getString("xact")),
        row.getBytes("content"),
        row.getBytes("salt"),
        row.getBytes("e_commitment"),
        row.getBoolean("is_foreign"),
        row.getString("request_id"),
        row.getString("patient"),
        row.getString("action"),
        row.getString("outcome"),
        row.getString("type"),
        texts(row, "agent_names"),
        texts(row, "addresses"),
        texts(row, "terms"));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    // With null in it, it is not what any content says.
    return Arrays.stream((@Nullable String[]) array.getArray()).map(String::valueOf).toList();
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
        rows.add(row(row));
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
