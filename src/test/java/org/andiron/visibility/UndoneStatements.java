package org.andiron.visibility;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Statements of one transaction that is undone: rows that only a test has, and what is told of
 * them.
 */
final class UndoneStatements {

  private final DataSource dataSource;
  private final JdbcTemplate jdbc;

  UndoneStatements(DataSource dataSource) {
    this.dataSource = dataSource;
    this.jdbc = new JdbcTemplate(dataSource);
  }

  /** Does all of a test. */
  void within(Runnable work) {
    new TransactionTemplate(new DataSourceTransactionManager(dataSource))
        .executeWithoutResult(
            status -> {
              status.setRollbackOnly();
              work.run();
            });
  }

  /** Writes a row of a table of schema {@code andiron}. */
  void insert(String table, String columns, @Nullable Object... values) {
    jdbc.update(
        "insert into andiron."
            + table
            + " ("
            + columns
            + ") values ("
            + "?, ".repeat(values.length - 1)
            + "?)",
        values);
  }

  int update(String sql, Object... values) {
    return jdbc.update(sql, values);
  }

  /** A setting of what exists, without {@code andiron.}; or the role. */
  void set(String name, String value) {
    jdbc.query(
        "select set_config(?, ?, true)",
        row -> {},
        name.equals("role") ? name : "andiron." + name,
        value);
  }

  /** What a function says whose result is true or false. */
  boolean is(String call, Object... arguments) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject("select andiron." + call, Boolean.class, arguments));
  }

  long count(String rows, Object... arguments) {
    Long count = jdbc.queryForObject("select count(*) from " + rows, Long.class, arguments);
    return count == null ? 0 : count;
  }
}
