package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import org.andiron.storage.BackgroundWorker;
import org.andiron.storage.index.RebuildBatches.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the index anew when it was made by other rules, or by none: the definitions before the
 * server uses them, the records beside its other work. Each batch is a transaction that also notes
 * how far it came, so that a server that was killed goes on where it was, and several servers share
 * the work.
 */
final class IndexRebuild implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(IndexRebuild.class);

  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration WAIT_AFTER_FAILURE = Duration.ofSeconds(10);

  private final RebuildBatches batches;
  private final IndexState state;
  private final BackgroundWorker worker = new BackgroundWorker("index-rebuild");

  IndexRebuild(
      JdbcOperations jdbc,
      TransactionTemplate transactions,
      FhirContext fhirContext,
      IndexExtractor extractor,
      LinkExtractor links,
      IndexWriter writer,
      IndexState state) {
    this.batches =
        new RebuildBatches(
            jdbc,
            transactions,
            new StoredResources(jdbc, fhirContext, extractor, links),
            writer,
            state);
    this.state = state;
  }

  /** Before anything that searches for definitions. */
  @Override
  public int getPhase() {
    return -1;
  }

  @Override
  public void start() {
    worker.start();
    make(IndexPart.DEFINITIONS);
    startRecords();
  }

  /** Makes the index of the records in a thread of its own, if there is something to do. */
  void startRecords() {
    if (!state.progress(IndexPart.RECORDS).whole()) {
      worker.run(() -> make(IndexPart.RECORDS));
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

  /** Makes the index of a part, unless it is whole. */
  private void make(IndexPart part) {
    if (state.progress(part).whole()) {
      return;
    }
    RebuildReport report = new RebuildReport(part, state);
    RebuildAttempt attempt = new RebuildAttempt();
    while (worker.isRunning()) {
      try {
        Outcome outcome = batches.next(part, attempt, worker::isRunning);
        if (outcome instanceof Outcome.Done done) {
          report.add(done.resources());
          attempt.succeeded();
        } else if (outcome instanceof Outcome.Busy) {
          worker.pause(WAIT);
        } else if (outcome instanceof Outcome.Finished) {
          report.end();
          return;
        }
      } catch (DataAccessException | TransactionException e) {
        if (attempt.narrow(e)) {
          continue;
        }
        if (part == IndexPart.DEFINITIONS) {
          throw e;
        }
        LOG.warn("The search index could not be written, it is tried again", e);
        worker.pause(WAIT_AFTER_FAILURE);
      }
    }
  }
}
