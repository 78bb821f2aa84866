package org.andiron.ops.shutdown;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The gate through which requests enter, and which closes once when the server stops. A request
 * that entered before is counted until it leaves; none enters afterwards.
 */
final class Drain {

  /** Where the server stands on its way to the stop. */
  enum State {
    OPEN,
    /** Still serving, but clients should leave. */
    LEAVING,
    CLOSED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile State state = State.OPEN;
  private int inside;

  State state() {
    return state;
  }

  /** Enters unless the gate is closed; whoever entered must {@link #leave()} exactly once. */
  boolean enter() {
    lock.lock();
    try {
      if (state == State.CLOSED) {
        return false;
      }
      inside++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int inside() {
    lock.lock();
    try {
      return inside;
    } finally {
      lock.unlock();
    }
  }

  void startLeaving() {
    state = State.LEAVING;
  }

  /**
   * Closes the gate and waits until all who entered have left.
   *
   * @return whether all have left in time
   */
  boolean closeAndAwaitEmpty(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      state = State.CLOSED;
      changed.signalAll();
      long left = timeout.toNanos();
      while (inside > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      return inside == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the given time, or until the gate is closed by somebody else. */
  void awaitClosed(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.NANOSECONDS.convert(timeout);
      while (state != State.CLOSED && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
