package org.andiron.audit.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.andiron.audit.ledger.SignedTreeHead;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the log of this server in the background, one verification at a time. It takes no
 * connection of the pool of requests.
 */
public final class AuditVerification implements AutoCloseable {

  private final HikariDataSource connections;
  private final Function<List<SignedTreeHead>, LogVerification> verification;

  private @Nullable CompletableFuture<VerificationReport> running;
  private volatile @Nullable VerificationReport latest;
  private volatile @Nullable Thread thread;

  /**
   * @param connections without autocommit; as many parts are read at the same time as it has
   * @param verification with the keys and certificates that are trusted, for these anchors
   */
  AuditVerification(
      HikariDataSource connections, Function<List<SignedTreeHead>, LogVerification> verification) {
    this.connections = connections;
    this.verification = verification;
  }

  /**
   * Begins a verification, or joins that which runs.
   *
   * @param anchors heads that were kept elsewhere; of no effect on one that runs already
   * @return fails with {@link UnreadableLogException} if the log or its key cannot be read
   */
  public synchronized CompletableFuture<VerificationReport> verify(List<SignedTreeHead> anchors) {
    CompletableFuture<VerificationReport> current = running;
    if (current != null && !current.isDone()) {
      return current.copy();
    }
    CompletableFuture<VerificationReport> begun = new CompletableFuture<>();
    running = begun;
    List<SignedTreeHead> copy = List.copyOf(anchors);
    Thread worker = new Thread(() -> complete(begun, copy), "audit-verification");
    worker.setDaemon(true);
    thread = worker;
    worker.start();
    return begun.copy();
  }

  /** What the last verification found that came to its end here. */
  public Optional<VerificationReport> latest() {
    return Optional.ofNullable(latest);
  }

  private void complete(
      CompletableFuture<VerificationReport> result, List<SignedTreeHead> anchors) {
    try {
      VerificationReport report = verifyNow(anchors);
      latest = report;
      result.complete(report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.completeExceptionally(new UnreadableLogException("the server stops", e));
    } catch (SQLException | RuntimeException e) {
      result.completeExceptionally(
          e instanceof UnreadableLogException
              ? e
              : new UnreadableLogException("the log could not be read", e));
    }
  }

  private VerificationReport verifyNow(List<SignedTreeHead> anchors)
      throws SQLException, InterruptedException {
    LogVerification now = verification.apply(anchors);
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < connections.getMaximumPoolSize(); i++) {
        Connection connection = connections.getConnection();
        open.add(connection);
        // The pool has asked something of a new connection, and its transaction is open.
        connection.rollback();
      }
      return now.ofDatabase(open, (records, of) -> {});
    } finally {
      // Not to be used again: they see the log as it was.
      open.forEach(connections::evictConnection);
    }
  }

  /** Gives up what runs. */
  @Override
  public void close() {
    Thread worker = thread;
    if (worker != null) {
      worker.interrupt();
    }
    connections.close();
  }
}
