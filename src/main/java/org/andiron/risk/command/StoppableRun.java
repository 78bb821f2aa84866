package org.andiron.risk.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.andiron.risk.training.TrainingException;
import org.andiron.startup.StartupRefusedException;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * A run of a command that collects. On Ctrl-C the JVM ends by itself with 130, but not before what
 * is collected is kept.
 *
 * @param command its name, before what it tells
 */
record StoppableRun(String command, PrintWriter out, PrintWriter err) {

  private static final List<String> LIBRARIES = List.of("ca.uhn.fhir", "org.tribuo");

  private static final int UNUSABLE = 2;
  private static final int INTERRUPTED = 130;

  /** How long it may take to stop. */
  private static final Duration STOPPING = Duration.ofSeconds(30);

  /** What is run; its answer is the exit code. */
  @FunctionalInterface
  interface Work {
    int run() throws InterruptedException;
  }

  /** Runs, and tells what fails of files or server. */
  int of(ProgressLine progress, Work work) {
    quietLibraries();
    CountDownLatch finished = new CountDownLatch(1);
    Thread hook = new Thread(() -> interrupt(progress, finished), "risk-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.run();
    } catch (TrainingException | StartupRefusedException | UncheckedIOException e) {
      err.println(command + ": " + e.getMessage());
      return UNUSABLE;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    } finally {
      progress.end();
      out.flush();
      err.flush();
      finished.countDown();
      removeHook(hook);
    }
  }

  /** HAPI would tell its version, and Tribuo each iteration, among the figures. */
  private static void quietLibraries() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
    for (String library : LIBRARIES) {
      if (LoggerFactory.getLogger(library) instanceof Logger logger) {
        logger.setLevel(Level.WARN);
      }
    }
  }

  private void interrupt(ProgressLine progress, CountDownLatch finished) {
    progress.stop();
    try {
      if (!finished.await(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
        err.println(command + ": stopped at once; the last patients are collected again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is what runs.
    }
  }
}
