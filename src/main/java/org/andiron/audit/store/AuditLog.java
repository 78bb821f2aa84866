package org.andiron.audit.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.andiron.storage.RestrictedAccess;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where records of the audit log are put. Whatever they tell of must not be done or shown if this
 * fails.
 */
public final class AuditLog implements AutoCloseable {

  /** Far longer than a group takes on any disk that one would use. */
  private static final Duration USUAL = Duration.ofMillis(100);

  private final RestrictedAccess access;
  private final JdbcTemplate jdbc;
  private final HikariDataSource own;
  private final GroupCommit group;

  /**
   * @param jdbc takes part in the transaction of the thread
   * @param own has the connections on which groups are committed, beside the pool of requests,
   *     whose connections all may be held by callers that wait here
   */
  AuditLog(
      RestrictedAccess access, JdbcTemplate jdbc, HikariDataSource own, AuditProperties settings) {
    this.access = access;
    this.jdbc = jdbc;
    this.own = own;
    this.group =
        new GroupCommit(
            this::commitAlone, own.getMaximumPoolSize(), USUAL, settings.commitTimeout());
  }

  /**
   * Records what the transaction of this thread does: they become durable together, or neither is
   * there.
   *
   * @throws AuditUnavailableException if it fails; the transaction cannot be committed then
   * @throws IllegalStateException if this thread has no transaction
   */
  public void append(List<Row> rows) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("There is no transaction to be recorded");
    }
    if (rows.isEmpty()) {
      return;
    }
    try {
      // The roles of restricted requests have no right to the log.
      access.unrestricted(() -> insert(rows));
    } catch (DataAccessException e) {
      AuditUnavailableException failure =
          new AuditUnavailableException("the audit log could not be written", e);
      failCommit(failure);
      throw failure;
    }
  }

  /** PostgreSQL would roll back instead, and whoever commits would not be told. */
  private static void failCommit(AuditUnavailableException failure) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            throw failure;
          }
        });
  }

  private List<Row> insert(List<Row> rows) {
    jdbc.execute(
        (ConnectionCallback<List<Row>>)
            connection -> {
              RowInsert.insert(connection, rows);
              return rows;
            });
    return rows;
  }

  /**
   * Records what is about to be shown, and returns when that is durable, in a transaction that it
   * shares with other callers. What it records stays, whatever becomes of the caller.
   *
   * @throws AuditUnavailableException if it fails; then nothing is recorded, unless the connection
   *     to the database broke meanwhile
   */
  public void commit(List<Row> rows) {
    if (!rows.isEmpty()) {
      group.commit(rows);
    }
  }

  private void commitAlone(List<Row> rows) throws SQLException {
    try (Connection connection = own.getConnection()) {
      // One statement is a transaction of its own, which saves the round trip of a commit.
      boolean atOnce = RowInsert.isOneStatement(rows.size());
      connection.setAutoCommit(atOnce);
      RowInsert.insert(connection, rows);
      if (!atOnce) {
        connection.commit();
      }
    }
  }

  /** Refuses new records, and makes durable what waits for it. */
  @Override
  public void close() {
    group.close();
    own.close();
  }
}
