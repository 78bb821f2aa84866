package org.andiron.ops.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database for a sign of life over a connection of its own, kept open between checks. It
 * does not borrow from the pool: a pool that is busy says that there is much to do, not that the
 * database is gone.
 */
final class DatabaseProbe implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);

  private final ConnectionSource source;
  private final Duration timeout;
  private final ExecutorService worker;
  private @Nullable CompletableFuture<Optional<String>> running;
  private @Nullable Instant goneSince;
  private @Nullable Connection connection;

  DatabaseProbe(ConnectionSource source, Duration timeout) {
    this.source = source;
    this.timeout = timeout;
    this.worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "database-probe");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Whether the database answered. Takes no longer than the timeout, whatever the network does;
   * while an earlier check still hangs, callers wait for that one. The log is told when the answer
   * changes.
   */
  boolean isReachable() {
    @Nullable String failure;
    try {
      failure = check().get(timeout.toMillis(), TimeUnit.MILLISECONDS).orElse(null);
    } catch (TimeoutException e) {
      failure = "no answer within " + timeout.toMillis() + " ms";
    } catch (ExecutionException e) {
      LOG.debug("The database check failed", e);
      failure = "the check itself failed";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    tell(failure);
    return failure == null;
  }

  private synchronized void tell(@Nullable String failure) {
    Instant since = goneSince;
    if (failure != null && since == null) {
      goneSince = Instant.now();
      LOG.warn("The database cannot be reached ({})", failure);
    } else if (failure == null && since != null) {
      goneSince = null;
      LOG.info(
          "The database can be reached again, after {} s",
          Duration.between(since, Instant.now()).toSeconds());
    }
  }

  private synchronized CompletableFuture<Optional<String>> check() {
    CompletableFuture<Optional<String>> current = running;
    if (current == null || current.isDone()) {
      current = CompletableFuture.supplyAsync(this::askDatabase, worker);
      running = current;
    }
    return current;
  }

  /** Why the database does not answer, or nothing. Runs on the worker only. */
  private Optional<String> askDatabase() {
    try {
      return isAlive(connection) || isAlive(reopen())
          ? Optional.empty()
          : Optional.of("a new connection does not answer");
    } catch (SQLException e) {
      // The server's text can hold names of hosts and roles; the state is enough to look it up.
      return Optional.of("SQL state " + e.getSQLState());
    }
  }

  private boolean isAlive(@Nullable Connection candidate) throws SQLException {
    return candidate != null && candidate.isValid((int) Math.max(1, timeout.toSeconds()));
  }

  private Connection reopen() throws SQLException {
    closeConnection();
    Connection opened = source.open();
    connection = opened;
    return opened;
  }

  private void closeConnection() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("Closing a broken connection", e);
      }
    }
  }

  @Override
  public void close() {
    worker.execute(this::closeConnection);
    worker.shutdown();
  }

  /** Opens a connection that belongs to the caller. */
  @FunctionalInterface
  interface ConnectionSource {
    Connection open() throws SQLException;
  }
}
