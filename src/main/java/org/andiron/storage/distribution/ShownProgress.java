package org.andiron.storage.distribution;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the operator how far a load is: in the log every tenth, in the table every second. */
final class ShownProgress implements Progress {

  private static final Logger LOG = LoggerFactory.getLogger(ShownProgress.class);

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int LOG_STEP = 10;

  /** Reading takes that much of the time, writing concepts the rest. */
  private static final int READING = 65;

  private static final int NOT_YET_DONE = 99;

  private final String file;
  private final TerminologyFiles files;
  private final InstantSource clock;
  private final BooleanSupplier stopped;
  private long size;
  private long read;
  private int concepts;
  private int allConcepts;
  private int logged;
  private Instant next;

  ShownProgress(String file, TerminologyFiles files, InstantSource clock, BooleanSupplier stopped) {
    this.file = file;
    this.files = files;
    this.clock = clock;
    this.stopped = stopped;
    this.next = clock.instant().plus(STEP);
  }

  /** Counts from here on, to this number of bytes. */
  void begin(long bytes) {
    size = bytes;
    read = 0;
  }

  @Override
  public void read(long bytes) {
    read += bytes;
    showIfDue();
  }

  @Override
  public void written(int done, int of) {
    concepts = done;
    allConcepts = of;
    if (done % 1000 == 0) {
      showIfDue();
    }
  }

  private void showIfDue() {
    if (stopped.getAsBoolean()) {
      throw new LoadStopped();
    }
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(STEP);
    int percent = percent();
    files.progress(file, percent, concepts);
    if (percent >= logged + LOG_STEP) {
      logged = percent - percent % LOG_STEP;
      LOG.info("Loading {}: {} %, {} concepts written", file, percent, concepts);
    }
  }

  private int percent() {
    long reading = size == 0 ? 0 : READING * Math.min(read, size) / size;
    long writing = allConcepts == 0 ? 0 : (100L - READING) * concepts / allConcepts;
    return (int) Math.min(NOT_YET_DONE, reading + writing);
  }
}
