package org.andiron.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** Puts rows into {@code andiron.audit_event}. */
final class RowInsert {

  /** Sent as one statement with many rows, because connections rewrite batches. */
  private static final String INSERT =
      """
      insert into andiron.audit_event (id, recorded, content, salt, commitment, is_foreign, request_id,
        patient, action, outcome, type, agent_names, addresses, terms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private RowInsert() {}

  static void insert(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Row row : rows) {
        SearchValues search = row.search();
        statement.setObject(1, row.id());
        statement.setObject(2, row.recorded().atOffset(ZoneOffset.UTC));
        statement.setString(3, row.content());
        statement.setBytes(4, row.salt().bytes());
        statement.setBytes(5, row.commitment().bytes());
        statement.setBoolean(6, row.foreign());
        statement.setString(7, row.requestId());
        statement.setString(8, search.patient());
        statement.setString(9, search.action());
        statement.setString(10, search.outcome());
        statement.setString(11, search.type());
        setTexts(statement, 12, search.agentNames());
        setTexts(statement, 13, search.addresses());
        setTexts(statement, 14, search.terms());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void setTexts(PreparedStatement statement, int column, Collection<String> texts)
      throws SQLException {
    statement.setArray(column, statement.getConnection().createArrayOf("text", texts.toArray()));
  }
}
