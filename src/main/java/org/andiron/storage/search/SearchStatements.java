package org.andiron.storage.search;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.andiron.server.error.TooCostly;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Runs the statements of searches, each with a plan for its own values and for no longer than a
 * limit; then the request is refused as too costly. The driver would have PostgreSQL keep a
 * statement that comes again, which after some more uses gets one plan for all values; but a plan
 * that is right for a rare code reads far too much for a frequent one.
 */
public final class SearchStatements extends JdbcTemplate {

  /** Rows that PostgreSQL sends at a time. */
  private static final int ROWS_AT_A_TIME = 2000;

  private final Duration limit;

  /**
   * Statements of searches.
   *
   * @param limit how long one may run, in whole seconds
   */
  public SearchStatements(DataSource dataSource, Duration limit) {
    super(dataSource);
    this.limit = limit;
    setFetchSize(ROWS_AT_A_TIME);
    setQueryTimeout(Math.toIntExact(limit.toSeconds()));
  }

  @Override
  protected void applyStatementSettings(Statement statement) throws SQLException {
    super.applyStatementSettings(statement);
    if (statement.isWrapperFor(PGStatement.class)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
  }

  @Override
  protected DataAccessException translateException(
      String task, @Nullable String sql, SQLException failure) {
    if (TooCostly.isStopped(failure)) {
      throw TooCostly.refusal(
          "The search took longer than "
              + limit.toSeconds()
              + " s (andiron.search.timeout); narrow it by further criteria.");
    }
    return super.translateException(task, sql, failure);
  }
}
