package org.andiron.consent.labelling;

import java.time.Duration;
import org.andiron.consent.labelling.RelabelBatches.Outcome;
import org.andiron.storage.BackgroundWorker;
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
  private final BackgroundWorker worker = new BackgroundWorker("relabelling");

  /**
   * @param needed whether there are rules
   */
  Relabelling(RelabelBatches batches, boolean needed) {
    this.batches = batches;
    this.needed = needed;
  }

  @Override
  public void start() {
    worker.start();
    if (needed) {
      worker.run(this::all);
    }
  }

  @Override
  public void stop() {
    worker.stop();
  }

  @Override
  public boolean isRunning() {
    return worker.isRunning();
  }

  /** Goes over what is left until nothing is. */
  private void all() {
    while (worker.isRunning()) {
      try {
        long open = batches.open();
        long before = Long.MAX_VALUE;
        // What cannot be read stays open.
        while (worker.isRunning() && open > 0 && open < before) {
          LOG.info("Security labels: {} records are to be looked at by the rules in force", open);
          once(open);
          before = open;
          open = batches.open();
        }
        return;
      } catch (DataAccessException | TransactionException e) {
        LOG.warn("Records could not be labelled, it is tried again", e);
        worker.pause(WAIT_AFTER_FAILURE);
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
    while (worker.isRunning()) {
      Outcome outcome = batches.next(last);
      if (outcome instanceof Outcome.Busy) {
        worker.pause(WAIT);
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
}
