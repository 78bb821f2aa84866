package org.andiron.audit.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.andiron.startup.ProgressLine;

/** Shows how many records a command has done, and how many a second. */
final class RecordProgress {

  private final ProgressLine line;
  private final long start = System.nanoTime();

  RecordProgress(PrintWriter out, boolean quiet) {
    this.line = new ProgressLine(out, quiet);
  }

  void at(long records, long ofAbout) {
    line.show(() -> text(records, ofAbout, Duration.ofNanos(System.nanoTime() - start)));
  }

  private static String text(long records, long ofAbout, Duration elapsed) {
    return String.format(
        Locale.ROOT,
        "%s  %,d of %,d records  %,.0f/s",
        ProgressLine.bar(records, ofAbout),
        records,
        ofAbout,
        records / Math.max(0.001, elapsed.toMillis() / 1000.0));
  }

  void end() {
    line.end();
  }
}
