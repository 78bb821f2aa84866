package org.andiron.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Puts rows into {@code andiron.audit_event}, many with one statement. */
final class RowInsert {

  private static final int COLUMNS = 14;

  /** Up to so many rows have a statement of their own. */
  private static final int FEW = 8;

  /** Of a statement. */
  static final int MOST_ROWS = 64;

  private static final String INSERT =
      """
      insert into andiron.audit_event (id, recorded, content, salt, commitment, is_foreign, request_id,
        patient, action, outcome, type, agent_names, addresses, terms)
      values\
      """;

  /** By the number of rows: connections prepare each, so there are few. */
  private static final Map<Integer, String> STATEMENTS = new ConcurrentHashMap<>();

  private RowInsert() {}

  /** Whether one statement puts so many rows, which on a connection with autocommit are durable. */
  static boolean isOneStatement(int rows) {
    return size(rows) == rows;
  }

  /** How many of some rows the next statement puts. */
  private static int size(int rows) {
    return rows <= FEW ? rows : Math.min(MOST_ROWS, Integer.highestOneBit(rows));
  }

  static void insert(Connection connection, List<Row> rows) throws SQLException {
    int size;
    for (int from = 0; from < rows.size(); from += size) {
      size = size(rows.size() - from);
      insertAtOnce(connection, rows.subList(from, from + size));
    }
  }

  private static String statement(int rows) {
    String row = " (" + String.join(", ", Collections.nCopies(COLUMNS, "?")) + ')';
    return INSERT + String.join(",", Collections.nCopies(rows, row));
  }

  private static void insertAtOnce(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            STATEMENTS.computeIfAbsent(rows.size(), RowInsert::statement))) {
      for (int i = 0; i < rows.size(); i++) {
        set(statement, i * COLUMNS, rows.get(i));
      }
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, int before, Row row) throws SQLException {
    SearchValues search = row.search();
    statement.setObject(before + 1, row.id());
    statement.setObject(before + 2, row.recorded().atOffset(ZoneOffset.UTC));
    statement.setString(before + 3, row.content());
    statement.setBytes(before + 4, row.salt().bytes());
    statement.setBytes(before + 5, row.commitment().bytes());
    statement.setBoolean(before + 6, row.foreign());
    statement.setString(before + 7, row.requestId());
    statement.setString(before + 8, search.patient());
    statement.setString(before + 9, search.action());
    statement.setString(before + 10, search.outcome());
    statement.setString(before + 11, search.type());
    setTexts(statement, before + 12, search.agentNames());
    setTexts(statement, before + 13, search.addresses());
    setTexts(statement, before + 14, search.terms());
  }

  private static void setTexts(PreparedStatement statement, int column, Collection<String> texts)
      throws SQLException {
    statement.setArray(column, statement.getConnection().createArrayOf("text", texts.toArray()));
  }
}
