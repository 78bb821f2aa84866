package org.andiron.audit.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of many callers durable together. A few threads write: whoever comes while all of them
 * wait for the disk is in the next group, so a group is as large as the disk is slow, and who comes
 * alone waits for nobody. Threads begin when they are needed first.
 */
final class GroupCommit implements AutoCloseable {

  /** Makes rows durable, all or none. */
  @FunctionalInterface
  interface Transaction {
    void commit(List<Row> rows) throws SQLException;
  }

  static final int MOST_ROWS = 64;
  static final int MOST_WAITING = 1_000;

  private final Transaction transaction;
  private final int mostWriters;
  private final Duration patience;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Caller> waiting = new ArrayDeque<>();
  private final Semaphore ended = new Semaphore(0);
  private int writers;
  private int idle;
  private boolean closed;

  /**
   * @param mostWriters how many groups are written at the same time
   * @param patience how long a caller waits for its turn
   */
  GroupCommit(Transaction transaction, int mostWriters, Duration patience) {
    this.transaction = transaction;
    this.mostWriters = mostWriters;
    this.patience = patience;
  }

  /** What one caller wants to be durable, and how that ended. */
  private static final class Caller {
    private final List<Row> rows;
    private final Semaphore decided = new Semaphore(0);
    private volatile @Nullable Throwable failure;

    Caller(List<Row> rows) {
      this.rows = rows;
    }

    void decide(@Nullable Throwable how) {
      failure = how;
      decided.release();
    }
  }

  /**
   * Returns when the rows are durable.
   *
   * @throws AuditUnavailableException if they are not. If the connection broke just when it
   *     happened they may be: more is recorded then than was shown, never less
   */
  void commit(List<Row> rows) {
    Caller caller = new Caller(List.copyOf(rows));
    enter(caller);
    boolean interrupted = false;
    try {
      boolean decided = false;
      try {
        decided = caller.decided.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (!decided && withdraw(caller)) {
        throw new AuditUnavailableException(
            interrupted
                ? "the wait for the audit log was interrupted"
                : "the audit log was not written in time",
            null);
      }
      if (!decided) {
        // A writer has it: only it knows how that ends, and its timeouts are not long.
        caller.decided.acquireUninterruptibly();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    Throwable failure = caller.failure;
    if (failure != null) {
      throw new AuditUnavailableException("the audit log could not be written", failure);
    }
  }

  private void enter(Caller caller) {
    lock.lock();
    try {
      if (closed) {
        throw new AuditUnavailableException("the audit log is closed", null);
      }
      if (waiting.size() >= MOST_WAITING) {
        throw new AuditUnavailableException("too many wait for the audit log", null);
      }
      if (idle == 0 && writers < mostWriters) {
        Thread writer = new Thread(this::write, "audit-commit-" + writers);
        writer.setDaemon(true);
        writer.start();
        writers++;
      }
      waiting.add(caller);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a caller out of the line; false if it is not there any more. */
  private boolean withdraw(Caller caller) {
    lock.lock();
    try {
      return waiting.remove(caller);
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    for (List<Caller> group = next(); !group.isEmpty(); group = next()) {
      Throwable failure = commitTogether(group);
      group.forEach(it -> it.decide(failure));
    }
    ended.release();
  }

  /** Nothing that is thrown may end a thread: those who wait would never be told. */
  private @Nullable Throwable commitTogether(List<Caller> group) {
    try {
      transaction.commit(group.stream().flatMap(it -> it.rows.stream()).toList());
      return null;
    } catch (SQLException | RuntimeException | Error e) {
      return e;
    }
  }

  /** Those whose turn it is; what one caller brings is never divided. None if closed. */
  private List<Caller> next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        idle++;
        changed.awaitUninterruptibly();
        idle--;
      }
      List<Caller> group = new ArrayList<>();
      int rows = 0;
      while (!waiting.isEmpty()
          && (group.isEmpty() || rows + waiting.element().rows.size() <= MOST_ROWS)) {
        Caller caller = waiting.remove();
        rows += caller.rows.size();
        group.add(caller);
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new rows, and returns when how those that wait end is decided. */
  @Override
  public void close() {
    int ending;
    lock.lock();
    try {
      closed = true;
      ending = writers;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    ended.acquireUninterruptibly(ending);
    ended.release(ending);
  }
}
