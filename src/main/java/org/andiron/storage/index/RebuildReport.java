package org.andiron.storage.index;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator now and then how far a rebuild is. */
final class RebuildReport {

  private static final Logger LOG = LoggerFactory.getLogger(RebuildReport.class);

  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(30);

  private final IndexPart part;
  private final IndexState state;
  private final long started = System.nanoTime();
  private long told = started;
  private long done;

  RebuildReport(IndexPart part, IndexState state) {
    this.part = part;
    this.state = state;
    if (part == IndexPart.RECORDS) {
      LOG.warn(
          "The search index is made anew; until it is done the server is not ready and refuses"
              + " searches");
    }
  }

  void add(int resources) {
    done += resources;
    long now = System.nanoTime();
    if (now - told >= BETWEEN_REPORTS.toNanos()) {
      told = now;
      LOG.info(
          "Search index: {} % done, {} resources a second",
          (int) Math.floor(100 * state.progress(part).share()), rate(now));
    }
  }

  void end() {
    if (!state.progress(part).whole()) {
      LOG.warn("A server with other rules makes the search index anew; this one has to restart");
    } else if (done > 0) {
      LOG.info(
          "Search index: {} {} done, {} a second",
          done,
          part == IndexPart.RECORDS ? "records" : "definitions",
          rate(System.nanoTime()));
    }
  }

  private long rate(long now) {
    return Math.round(done / Math.max(1e-3, (now - started) / 1e9));
  }
}
