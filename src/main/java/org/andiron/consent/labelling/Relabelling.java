package org.andiron.consent.labelling;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.andiron.consent.labelling.RelabelBatches.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Labels at start what other rules have looked at, or none, beside the other work of the server.
 * Each batch notes what it has done, so that a server that was killed goes on where it was.
 */
final class Relabelling implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Relabelling.class);

  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration WAIT_AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(30);

  private final RelabelBatches batches;
  private final boolean needed;
  private final Lock lock = new ReentrantLock();
  private final Condition stopped = lock.newCondition();
  private volatile boolean running;
  private @Nullable Thread thread;

  /**
   * @param needed whether there are rules
   */
  Relabelling(RelabelBatches batches, boolean needed) {
    this.batches = batches;
    this.needed = needed;
  }

  @Override
  public void start() {
    running = true;
    if (!needed) {
      return;
    }
    Thread worker = new Thread(this::all, "relabelling");
    worker.setDaemon(true);
    thread = worker;
    worker.start();
  }

  @Override
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

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Goes over what is left until nothing is. */
  private void all() {
    while (running) {
      try {
        long open = batches.open();
        long before = Long.MAX_VALUE;
        // What cannot be read stays open.
        while (running && open > 0 && open < before) {
          LOG.info("Security labels: {} records are to be looked at by the rules in force", open);
          once(open);
          before = open;
          open = batches.open();
        }
        return;
      } catch (DataAccessException | TransactionException e) {
        LOG.warn("Records could not be labelled, it is tried again", e);
        pause(WAIT_AFTER_FAILURE);
      }
    }
  }

  /** Goes over all records once, and passes over those that somebody writes meanwhile. */
  private void once(long open) {
    long started = System.nanoTime();
    long told = started;
    long done = 0;
    long changed = 0;
    long last = 0;
    while (running) {
      Outcome outcome = batches.next(last);
      if (outcome instanceof Outcome.Busy) {
        pause(WAIT);
      } else if (outcome instanceof Outcome.Done batch) {
        done += batch.resources();
        changed += batch.changed();
        last = batch.last();
        long now = System.nanoTime();
        if (now - told >= BETWEEN_REPORTS.toNanos()) {
          told = now;
          LOG.info("Security labels: {} of {} records looked at", done, open);
        }
      } else {
        LOG.info("Security labels: {} records looked at, {} of them changed", done, changed);
        return;
      }
    }
  }

  /** Waits, unless the server stops. */
  private void pause(Duration time) {
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
}
