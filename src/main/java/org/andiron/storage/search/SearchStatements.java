package org.andiron.storage.search;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Runs the statements of searches, each with a plan for its own values. The driver would have
 * PostgreSQL keep a statement that comes again, which after some more uses gets one plan for all
 * values; but a plan that is right for a rare code reads far too much for a frequent one.
 */
final class SearchStatements extends JdbcTemplate {

  /** Rows that PostgreSQL sends at a time. */
  private static final int ROWS_AT_A_TIME = 2000;

  SearchStatements(DataSource dataSource) {
    super(dataSource);
    setFetchSize(ROWS_AT_A_TIME);
  }

  @Override
  protected void applyStatementSettings(Statement statement) throws SQLException {
    super.applyStatementSettings(statement);
    if (statement.isWrapperFor(PGStatement.class)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
  }
}
