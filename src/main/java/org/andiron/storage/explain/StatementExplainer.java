package org.andiron.storage.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.andiron.storage.query.Sql;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Explains the statements of a search where they are run: in the transaction of the search, so that
 * they see the same rows under the same rules. Does nothing unless an explanation is under way on
 * this thread.
 *
 * <p>An explanation has the values that were searched for. They go to who asked, and nowhere else.
 */
public final class StatementExplainer {

  private static final JsonMapper JSON = new JsonMapper();

  /** SQLSTATE of a statement that was stopped. */
  private static final String CANCELED = "57014";

  private final JdbcTemplate jdbc;
  private final Duration limit;
  private final ThreadLocal<@Nullable List<ExplainedStatement>> underWay = new ThreadLocal<>();

  /**
   * An explainer.
   *
   * @param limit how long a statement may run in order to be explained
   */
  StatementExplainer(JdbcTemplate jdbc, Duration limit) {
    this.jdbc = jdbc;
    this.limit = limit;
  }

  /** Explains what this thread runs from now on, until {@link #end}. */
  void begin() {
    underWay.set(new ArrayList<>());
  }

  /** What was explained since {@link #begin}. */
  List<ExplainedStatement> end() {
    List<ExplainedStatement> explained = underWay.get();
    underWay.remove();
    return explained == null ? List.of() : explained;
  }

  /**
   * Explains a statement that is about to be run in the current transaction. It must only read: it
   * is run once more.
   *
   * @param purpose what a search needs it for, in one word
   * @return whether to run it: false if it was stopped since it took too long; what it would have
   *     found is not shown
   */
  public boolean explain(String purpose, Sql statement) {
    List<ExplainedStatement> statements = underWay.get();
    if (statements == null) {
      return true;
    }
    ExplainedStatement explained = explained(purpose, statement);
    statements.add(explained);
    return !explained.stopped();
  }

  private ExplainedStatement explained(String purpose, Sql statement) {
    jdbc.execute("savepoint explained");
    try {
      jdbc.execute("set local statement_timeout = " + limit.toMillis());
      return new ExplainedStatement(
          purpose, statement, plan("analyze, buffers, settings", statement), false);
    } catch (DataAccessException e) {
      if (!isCanceled(e)) {
        throw e;
      }
      jdbc.execute("rollback to savepoint explained");
      return new ExplainedStatement(purpose, statement, plan("settings", statement), true);
    } finally {
      jdbc.execute("rollback to savepoint explained");
    }
  }

  private Plan plan(String options, Sql statement) {
    String json =
        jdbc.queryForObject(
            "explain (" + options + ", format json) " + statement.text(),
            String.class,
            statement.values().toArray());
    try {
      return new Plan(JSON.readTree(Objects.requireNonNull(json)).path(0));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL has explained a statement in no JSON", e);
    }
  }

  private static boolean isCanceled(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException sql
        && CANCELED.equals(sql.getSQLState());
  }
}
