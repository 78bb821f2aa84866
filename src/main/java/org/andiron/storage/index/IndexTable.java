package org.andiron.storage.index;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows on their way to one table of the index, all of them written by one statement. */
final class IndexTable {

  /** A column and its PostgreSQL type. */
  record Column(String name, String type) {}

  private final String name;
  private final List<Column> columns;
  private final List<List<@Nullable Object>> values = new ArrayList<>();

  IndexTable(String name, Column... columns) {
    this.name = name;
    this.columns = List.of(columns);
    for (int i = 0; i < columns.length; i++) {
      values.add(new ArrayList<>());
    }
  }

  /** Adds a row, a value for each column. */
  void add(@Nullable Object... row) {
    for (int i = 0; i < row.length; i++) {
      values.get(i).add(row[i]);
    }
  }

  /** Removes the rows of these resources. */
  static void delete(Connection connection, String table, Array resources) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from andiron." + table + " where res_id = any(?::bigint[])")) {
      statement.setArray(1, resources);
      statement.executeUpdate();
    }
  }

  /** Writes what was added. */
  void insert(Connection connection) throws SQLException {
    if (values.get(0).isEmpty()) {
      return;
    }
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    String arrays =
        columns.stream().map(it -> "?::" + it.type() + "[]").collect(Collectors.joining(", "));
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into andiron.%s (%s) select * from unnest(%s)"
                .formatted(name, names, arrays))) {
      for (int i = 0; i < columns.size(); i++) {
        statement.setArray(
            i + 1, connection.createArrayOf(columns.get(i).type(), values.get(i).toArray()));
      }
      statement.executeUpdate();
    }
  }
}
