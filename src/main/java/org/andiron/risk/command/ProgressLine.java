package org.andiron.risk.command;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.andiron.risk.training.TrainingProgress;

/** Shows how far a training is: a line redrawn on a terminal, else a line now and then. */
final class ProgressLine implements TrainingProgress {

  private static final int WIDTH = 30;
  private static final long REDRAW = Duration.ofMillis(250).toNanos();
  private static final long LINE = Duration.ofSeconds(10).toNanos();

  private final PrintWriter out;
  private final boolean quiet;
  private final boolean terminal = onTerminal();
  private long drawn = System.nanoTime();
  private boolean shown;
  private volatile boolean stopping;

  ProgressLine(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  /** Whether somebody watches; newer Java has a console even where there is no terminal. */
  @SuppressWarnings("SystemConsoleNull") // What newer Java needs is asked below.
  private static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
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
    long now = System.nanoTime();
    if (quiet || now - drawn < (terminal ? REDRAW : LINE)) {
      return;
    }
    drawn = now;
    shown = true;
    if (terminal) {
      out.print("\r" + line(step, done, all) + "\u001b[K");
    } else {
      out.println(line(step, done, all));
    }
    out.flush();
  }

  static String line(String step, long done, long all) {
    double part = all <= 0 ? 1 : Math.min(1, (double) done / all);
    int filled = (int) (part * WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d%%  %s: %,d of %,d",
        "=".repeat(filled),
        " ".repeat(WIDTH - filled),
        (int) (part * 100),
        step,
        done,
        all);
  }

  void end() {
    if (terminal && shown) {
      out.println();
      out.flush();
    }
  }
}
