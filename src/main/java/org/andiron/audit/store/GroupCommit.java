package org.andiron.audit.store;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of many callers durable together. One of them writes; who comes meanwhile waits, and
 * the first of those writes the next group. So a group is as large as the disk is slow, and who
 * comes alone waits for nobody and for no other thread. A further group is written at the same time
 * only if it is full, because what a transaction costs does not depend much on how many rows it
 * has; or if one has waited for long, because the other writer may hang.
 */
final class GroupCommit implements AutoCloseable {

  /** Makes rows durable, all or none. */
  @FunctionalInterface
  interface Transaction {
    void commit(List<Row> rows) throws SQLException;
  }

  static final int MOST_ROWS = RowInsert.MOST_ROWS;
  static final int MOST_WAITING = 1_000;

  private final Transaction transaction;
  private final int mostWriters;
  private final Duration usual;
  private final Duration patience;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /** Never grows, so that it cannot be left half grown when memory runs out. */
  private final Deque<Caller> waiting = new ArrayDeque<>(MOST_WAITING + 1);

  private int waitingRows;
  private int writers;
  private boolean closed;

  /**
   * @param mostWriters how many groups are written at the same time, at least 1
   * @param usual longer than it takes to write a group: who has waited so long waits for no writer
   *     that may hang
   * @param patience how long a caller waits for its turn
   */
  GroupCommit(Transaction transaction, int mostWriters, Duration usual, Duration patience) {
    this.transaction = transaction;
    this.mostWriters = mostWriters;
    this.usual = usual.compareTo(patience) < 0 ? usual : patience;
    this.patience = patience;
  }

  /** What one caller wants to be durable, and what became of it. */
  private static final class Caller {
    private final List<Row> rows;

    /** It is told once: to write a group that it is in, or how that of another has ended. */
    private final Semaphore told = new Semaphore(0);

    private List<Caller> group = List.of();
    private @Nullable Throwable failure;

    Caller(List<Row> rows) {
      this.rows = rows;
    }

    void write(List<Caller> callers) {
      group = callers;
      told.release();
    }

    void decide(@Nullable Throwable how) {
      failure = how;
      told.release();
    }
  }

  /**
   * Returns when the rows are durable.
   *
   * @throws AuditUnavailableException if they are not. If the connection broke while they were
   *     written they may be: more is recorded then than was shown, never less
   */
  void commit(List<Row> rows) {
    Caller caller = new Caller(List.copyOf(rows));
    enter(caller);
    boolean interrupted = awaitTurn(caller);
    try {
      if (!caller.group.isEmpty()) {
        write(caller);
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
      waiting.add(caller);
      waitingRows += caller.rows.size();
      writeNext();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when the caller is to write, or it is decided how its rows end.
   *
   * @return whether the thread was interrupted, which must not end what others wait for
   */
  private boolean awaitTurn(Caller caller) {
    boolean interrupted = false;
    boolean told = false;
    try {
      told = caller.told.tryAcquire() || caller.told.tryAcquire(usual.toNanos(), NANOSECONDS);
      if (!told) {
        writeBeside(caller);
        told = caller.told.tryAcquire(patience.minus(usual).toNanos(), NANOSECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (OutOfMemoryError e) {
      // Whoever leaves without having left the line would be made to write, and nobody would.
    }
    if (!told && withdraw(caller)) {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw new AuditUnavailableException(
          interrupted
              ? "the wait for the audit log was interrupted"
              : "the audit log was not written in time",
          null);
    }
    if (!told) {
      // It is in a group: only who writes it knows how that ends, and its timeouts are not long.
      caller.told.acquireUninterruptibly();
    }
    return Thread.interrupted() || interrupted;
  }

  /** Takes a caller out of the line; false if it is not there any more. */
  private boolean withdraw(Caller caller) {
    lock.lock();
    try {
      boolean waited = waiting.remove(caller);
      waitingRows -= waited ? caller.rows.size() : 0;
      return waited;
    } finally {
      lock.unlock();
    }
  }

  private void write(Caller writer) {
    Throwable failure = commitTogether(writer.group);
    try {
      passOn();
    } finally {
      for (Caller each : writer.group) {
        each.decide(failure);
      }
    }
  }

  /** Nothing that is thrown may end it here: those who wait would never be told. */
  private @Nullable Throwable commitTogether(List<Caller> group) {
    try {
      transaction.commit(group.stream().flatMap(it -> it.rows.stream()).toList());
      return null;
    } catch (SQLException | RuntimeException | Error e) {
      return e;
    }
  }

  private void passOn() {
    lock.lock();
    try {
      writers--;
      writeNext();
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has the first of those that wait write the next group, if it is time for one. */
  private void writeNext() {
    if (!waiting.isEmpty() && (writers == 0 || waitingRows >= MOST_ROWS)) {
      begin();
    }
  }

  /** Does not let somebody wait longer for a writer while there is a connection. */
  private void writeBeside(Caller caller) {
    lock.lock();
    try {
      if (waiting.contains(caller)) {
        begin();
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    if (writers < mostWriters) {
      List<Caller> group = next();
      writers++;
      group.get(0).write(group);
    }
  }

  /** Those whose turn it is; what one caller brings is never divided. */
  private List<Caller> next() {
    // As large as it can be: it must not have to grow when callers have left the line.
    List<Caller> group = new ArrayList<>(MOST_ROWS);
    int rows = 0;
    while (!waiting.isEmpty()
        && (group.isEmpty() || rows + waiting.element().rows.size() <= MOST_ROWS)) {
      Caller caller = waiting.remove();
      rows += caller.rows.size();
      group.add(caller);
    }
    waitingRows -= rows;
    return group;
  }

  /** Refuses new rows, and returns when how those that wait end is decided. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      while (writers > 0) {
        ended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
