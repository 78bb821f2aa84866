package org.andiron.audit.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.andiron.audit.ledger.SignedTreeHead;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the log of this server in the background, one verification at a time. It takes no
 * connection of the pool of requests.
 */
public final class AuditVerification implements AutoCloseable {

  /** How long it is kept for who asks again how it ended. */
  private static final Duration LONGEST_UNTOLD = Duration.ofMinutes(15);

  private final HikariDataSource connections;
  private final Function<List<SignedTreeHead>, LogVerification> verification;

  private final Lock oneAtATime = new ReentrantLock();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private @Nullable Run latest;

  private static final class Run {

    private final List<SignedTreeHead> anchors;
    private final CompletableFuture<VerificationReport> result = new CompletableFuture<>();
    private volatile @Nullable Instant ended;
    private volatile boolean told;

    Run(List<SignedTreeHead> anchors) {
      this.anchors = anchors;
    }

    void complete(VerificationReport report) {
      ended = Instant.now();
      result.complete(report);
    }

    void fail(Exception reason) {
      ended = Instant.now();
      result.completeExceptionally(reason);
    }

    boolean answers(List<SignedTreeHead> asked) {
      Instant end = ended;
      return anchors.containsAll(asked)
          && (end == null || (!told && end.plus(LONGEST_UNTOLD).isAfter(Instant.now())));
    }
  }

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
   * Waits for a verification: the one that runs, or ended while nobody waited for it, if it is with
   * these anchors, or a new one. A new one begins when what runs is over.
   *
   * @param anchors heads that were kept elsewhere, beside those of the file of anchors
   * @param patience how long to wait
   * @return none if it takes longer; who asks again joins it, or is told how it ended
   * @throws UnreadableLogException if the log, its key or the anchors cannot be read
   */
  public Optional<VerificationReport> verify(List<SignedTreeHead> anchors, Duration patience)
      throws InterruptedException {
    Run run = joined(List.copyOf(anchors));
    try {
      VerificationReport report = run.result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      run.told = true;
      return Optional.of(report);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      run.told = true;
      throw e.getCause() instanceof UnreadableLogException unreadable
          ? unreadable
          : new UnreadableLogException("the log could not be read", e);
    }
  }

  private synchronized Run joined(List<SignedTreeHead> anchors) {
    Run current = latest;
    if (current != null && current.answers(anchors)) {
      return current;
    }
    Run begun = new Run(anchors);
    latest = begun;
    Thread worker = new Thread(() -> complete(begun), "audit-verification");
    worker.setDaemon(true);
    threads.add(worker);
    worker.start();
    return begun;
  }

  private void complete(Run run) {
    try {
      oneAtATime.lockInterruptibly();
      try {
        run.complete(verifyNow(run.anchors));
      } finally {
        oneAtATime.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.fail(new UnreadableLogException("the server stops", e));
    } catch (SQLException | RuntimeException e) {
      run.fail(
          e instanceof UnreadableLogException
              ? e
              : new UnreadableLogException("the log could not be read", e));
    } finally {
      threads.remove(Thread.currentThread());
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
    threads.forEach(Thread::interrupt);
    connections.close();
  }
}
