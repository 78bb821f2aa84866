package org.andiron.audit.store;

import com.google.common.collect.Lists;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts rows into {@code andiron.audit_event}, many with one statement: on a connection with
 * autocommit no more than {@link #MOST_ROWS} are durable, all or none, after one round trip.
 */
final class RowInsert {

  static final int MOST_ROWS = 64;

  private static final int COLUMNS = 14;

  private static final String INSERT =
      """
      insert into andiron.audit_event (id, recorded, content, salt, commitment, is_foreign, request_id,
        patient, action, outcome, type, agent_names, addresses, terms)
      values\
      """;

  /** By how many rows they insert, less one: each is prepared once for a connection. */
  private static final List<String> STATEMENTS =
      IntStream.rangeClosed(1, MOST_ROWS).mapToObj(RowInsert::statement).toList();

  private RowInsert() {}

  private static String statement(int rows) {
    String row = " (" + String.join(", ", Collections.nCopies(COLUMNS, "?")) + ')';
    return INSERT + String.join(",", Collections.nCopies(rows, row));
  }

  static void insert(Connection connection, List<Row> rows) throws SQLException {
    for (List<Row> some : Lists.partition(rows, MOST_ROWS)) {
      insertAtOnce(connection, some);
    }
  }

  private static void insertAtOnce(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(STATEMENTS.get(rows.size() - 1))) {
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
