package org.andiron.startup;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Shows how far a command is: a line redrawn on a terminal, else a line now and then. */
public final class ProgressLine {

  private static final int WIDTH = 30;
  private static final long REDRAW = Duration.ofMillis(250).toNanos();
  private static final long LINE = Duration.ofSeconds(10).toNanos();

  private final PrintWriter out;
  private final boolean quiet;
  private final boolean terminal = onTerminal();
  private long drawn = System.nanoTime();
  private boolean shown;

  /**
   * @param quiet whether nothing is shown
   */
  public ProgressLine(PrintWriter out, boolean quiet) {
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

  /** Shows a line if the last one is old enough. */
  public void show(Supplier<String> line) {
    long now = System.nanoTime();
    if (quiet || now - drawn < (terminal ? REDRAW : LINE)) {
      return;
    }
    drawn = now;
    shown = true;
    if (terminal) {
      out.print("\r" + line.get() + "\u001b[K");
    } else {
      out.println(line.get());
    }
    out.flush();
  }

  /** A bar, and how much is done in per cent. */
  public static String bar(long done, long all) {
    double part = all <= 0 ? 1 : Math.min(1, (double) done / all);
    int filled = (int) (part * WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d%%",
        "=".repeat(filled),
        " ".repeat(WIDTH - filled),
        (int) (part * 100));
  }

  /** Leaves the line as it is; what is printed now is below it. */
  public void end() {
    if (terminal && shown) {
      out.println();
      out.flush();
    }
  }
}
