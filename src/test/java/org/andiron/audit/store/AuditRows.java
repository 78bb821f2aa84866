package org.andiron.audit.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.andiron.audit.ledger.Salt;

/** Rows that tell nothing but which they are. */
public final class AuditRows {

  private AuditRows() {}

  /** A row of now. */
  public static Row row(String content) {
    return row(content, Instant.now());
  }

  /** A row of then. */
  public static Row row(String content, Instant recorded) {
    Instant micros = recorded.truncatedTo(ChronoUnit.MICROS);
    return new Row(
        Row.newId(micros),
        micros,
        "{\"id\":\"" + content + "\"}",
        Salt.random(),
        new SearchValues(
            "p1", "R", "0", "s|rest", List.of("Anna Ärztin"), List.of(), Set.of("agent=Device/1")),
        false,
        "request-1");
  }

  /** Rows of now. */
  public static List<Row> rows(int number) {
    return IntStream.range(0, number).mapToObj(it -> row("row " + it)).toList();
  }

  /** Inserts rows as the server does, in the transaction of the connection. */
  public static void insert(Connection connection, List<Row> rows) throws SQLException {
    RowInsert.insert(connection, rows);
  }
}
