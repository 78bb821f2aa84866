package org.andiron.audit.command;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows how far a command is: a line redrawn on a terminal, else a line now and then. */
final class ProgressLine {

  private static final int WIDTH = 30;
  private static final long REDRAW = Duration.ofMillis(250).toNanos();
  private static final long LINE = Duration.ofSeconds(10).toNanos();

  private final PrintWriter out;
  private final boolean quiet;
  private final boolean terminal = onTerminal();
  private final long start = System.nanoTime();
  private long drawn = start;
  private boolean shown;

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

  void at(long records, long ofAbout) {
    long now = System.nanoTime();
    if (!quiet && now - drawn >= (terminal ? REDRAW : LINE)) {
      drawn = now;
      shown = true;
      String line = line(records, ofAbout, Duration.ofNanos(now - start));
      if (terminal) {
        out.print("\r" + line + "\u001b[K");
      } else {
        out.println(line);
      }
      out.flush();
    }
  }

  static String line(long records, long ofAbout, Duration elapsed) {
    double part = ofAbout <= 0 ? 1 : Math.min(1, (double) records / ofAbout);
    int filled = (int) (part * WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d%%  %,d of %,d records  %,.0f/s",
        "=".repeat(filled),
        " ".repeat(WIDTH - filled),
        (int) (part * 100),
        records,
        ofAbout,
        records / Math.max(0.001, elapsed.toMillis() / 1000.0));
  }

  void end() {
    if (terminal && shown) {
      out.println();
      out.flush();
    }
  }
}
