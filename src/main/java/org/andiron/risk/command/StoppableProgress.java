package org.andiron.risk.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.andiron.risk.training.TrainingProgress;
import org.andiron.startup.ProgressLine;

/** Shows how far a training is, and stops it when it is told to. */
final class StoppableProgress implements TrainingProgress {

  private final ProgressLine line;
  private volatile boolean stopping;

  StoppableProgress(PrintWriter out, boolean quiet) {
    this.line = new ProgressLine(out, quiet);
  }

  /** Stops whatever is told of here, when it tells the next time. */
  void stop() {
    stopping = true;
  }

  @Override
  public void at(String step, long done, long all) throws InterruptedException {
    if (stopping) {
      throw new InterruptedException("to stop");
    }
    line.show(() -> text(step, done, all));
  }

  static String text(String step, long done, long all) {
    return String.format(
        Locale.ROOT, "%s  %s: %,d of %,d", ProgressLine.bar(done, all), step, done, all);
  }

  void end() {
    line.end();
  }
}
