package org.andiron.storage.explain;

import org.andiron.storage.query.Sql;

/**
 * A statement of a search and how PostgreSQL runs it.
 *
 * @param purpose what the search needs it for
 * @param stopped whether it took too long to be run to its end, so that the plan has estimates only
 */
record ExplainedStatement(String purpose, Sql statement, Plan plan, boolean stopped) {

  /** Without the plan, which has the values. */
  @Override
  public String toString() {
    return purpose + ": " + statement;
  }
}
