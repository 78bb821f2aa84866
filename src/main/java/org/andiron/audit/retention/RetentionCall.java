package org.andiron.audit.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * A call of a function of the database that changes what is kept: a transaction by itself. Where
 * somebody else is in the way it is tried anew a few times, so that nobody has to wait for long
 * behind it.
 */
final class RetentionCall {

  private static final int ATTEMPTS = 8;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private static final String REFUSED = "55000";
  private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01");

  private RetentionCall() {}

  /** Sets the arguments; called for each attempt. */
  @FunctionalInterface
  interface Arguments {
    void set(PreparedStatement statement) throws SQLException;
  }

  /**
   * Calls.
   *
   * @return what the function returns, as text
   * @throws RefusedException if the function refuses, or somebody stays in the way
   */
  static String run(RetentionRole role, String sql, Arguments arguments)
      throws RefusedException, SQLException, InterruptedException {
    Connection connection = role.connection();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    for (int attempt = 1; ; attempt++) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        arguments.set(statement);
        String returned;
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          returned = String.valueOf(row.getString(1));
        }
        connection.commit();
        return returned;
      } catch (SQLException e) {
        connection.rollback();
        if (REFUSED.equals(e.getSQLState())) {
          throw new RefusedException(message(e), e);
        }
        if (!IN_THE_WAY.contains(e.getSQLState())) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw new RefusedException(
              "the log is being read or written all the time, as by 'audit verify' or a dump; try"
                  + " again when that is over",
              e);
        }
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  /** In the words of the function alone. */
  private static String message(SQLException e) {
    String text = String.valueOf(e.getMessage());
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).replaceFirst("^ERROR: ", "");
  }
}
