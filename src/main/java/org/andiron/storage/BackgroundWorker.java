package org.andiron.storage;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Long work that is done beside the server's other work, in a thread of its own, and ends with the
 * server. It asks again and again whether it is to go on, and pauses here.
 */
public final class BackgroundWorker {

  private final String name;
  private final Lock lock = new ReentrantLock();
  private final Condition stopped = lock.newCondition();
  private volatile boolean running;
  private @Nullable Thread thread;

  /**
   * @param name of the thread
   */
  public BackgroundWorker(String name) {
    this.name = name;
  }

  /** From now on work may be done. */
  public void start() {
    running = true;
  }

  /** Does work in the thread. */
  public void run(Runnable work) {
    Thread worker = new Thread(work, name);
    worker.setDaemon(true);
    thread = worker;
    worker.start();
  }

  /** Whether the work is to go on. */
  public boolean isRunning() {
    return running;
  }

  /** Waits, unless the server stops. */
  public void pause(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (running && left > 0) {
        left = stopped.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the work end, and waits for that. Does not interrupt it: who reads would take that for the
   * end of what is read.
   */
  public void stop() {
    lock.lock();
    try {
      running = false;
      stopped.signalAll();
    } finally {
      lock.unlock();
    }
    Thread worker = thread;
    if (worker != null) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
