package org.andiron.load;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Shows how far the load is: one line redrawn on a terminal, else a line now and then. */
final class Progress {

  private static final int WIDTH = 24;
  private static final Duration REDRAW = Duration.ofMillis(500);
  private static final Duration LINE = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal;
  private final long totalBytes;
  private final LongSupplier nanoTime;
  private final long start;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final LongSupplier resources;

  /**
   * Progress towards a number of bytes.
   *
   * @param resources resources stored so far
   */
  Progress(
      PrintWriter out,
      boolean terminal,
      long totalBytes,
      LongSupplier resources,
      LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.totalBytes = totalBytes;
    this.resources = resources;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** Whether somebody watches; newer Java has a console even where there is no terminal. */
  @SuppressWarnings("SystemConsoleNull") // What newer Java needs is asked below.
  static boolean onTerminal() {
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

  /** Draws from time to time until the scheduler ends. */
  @SuppressWarnings("FutureReturnValueIgnored") // Ends with the scheduler; drawing does not fail.
  void drawOn(ScheduledExecutorService scheduler) {
    long millis = (terminal ? REDRAW : LINE).toMillis();
    scheduler.scheduleAtFixedRate(this::draw, millis, millis, TimeUnit.MILLISECONDS);
  }

  void sent(long bytes) {
    sent.addAndGet(bytes);
  }

  /** Bytes that need no sending: they count as done but not as work. */
  void skipped(long bytes) {
    skipped.addAndGet(bytes);
  }

  Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }

  /** Leaves the line on the terminal as it is at the end. */
  void finish() {
    if (terminal) {
      draw();
      out.println();
      out.flush();
    }
  }

  private void draw() {
    if (terminal) {
      out.print("\r" + line() + "\u001b[K");
    } else {
      out.println(line());
    }
    out.flush();
  }

  /** The line as it is now. */
  String line() {
    long work = sent.get();
    long done = Math.min(totalBytes, work + skipped.get());
    double seconds = Math.max(0.001, elapsed().toMillis() / 1000.0);
    double part = totalBytes == 0 ? 1 : (double) done / totalBytes;
    int filled = (int) (part * WIDTH);
    String rest = work == 0 ? "--:--" : clock((long) ((totalBytes - done) / (work / seconds)));
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d%% %s/%s  %d resources  %.0f/s  %s left",
        "=".repeat(filled),
        " ".repeat(WIDTH - filled),
        (int) (part * 100),
        size(done),
        size(totalBytes),
        resources.getAsLong(),
        resources.getAsLong() / seconds,
        rest);
  }

  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = Math.min(4, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
    return String.format(
        Locale.ROOT, "%.1f %siB", bytes / (double) (1L << (unit * 10)), " KMGT".charAt(unit));
  }

  private static String clock(long seconds) {
    return seconds >= 3600
        ? String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        : String.format("%d:%02d", seconds / 60, seconds % 60);
  }
}
