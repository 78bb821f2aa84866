package org.andiron.risk.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a command on Ctrl-C. The JVM ends by itself with 130 then, but not before what is collected
 * is kept.
 */
final class Interruption implements AutoCloseable {

  /** How long it may take to stop. */
  private static final Duration STOPPING = Duration.ofSeconds(30);

  private final String command;
  private final StoppableProgress progress;
  private final PrintWriter err;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "risk-interrupt");

  private Interruption(String command, StoppableProgress progress, PrintWriter err) {
    this.command = command;
    this.progress = progress;
    this.err = err;
  }

  /**
   * Until it is closed, an end of the JVM stops the command.
   *
   * @param command its name
   */
  static Interruption of(String command, StoppableProgress progress, PrintWriter err) {
    Interruption interruption = new Interruption(command, progress, err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void interrupt() {
    progress.stop();
    try {
      if (!finished.await(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
        err.println(command + ": stopped at once; the last patients are collected again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is what runs.
    }
  }
}
