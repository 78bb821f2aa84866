package org.andiron.risk.outcome;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks for outcomes now and then, while the server runs. */
final class OutcomeLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(OutcomeLifecycle.class);

  /** A server that is often started looks all the same, but not while it starts. */
  private static final Duration FIRST = Duration.ofMinutes(10);

  private static final Duration LAST_PAGE = Duration.ofSeconds(10);

  private final OutcomeSweep sweep;
  private final OutcomeProperties settings;
  private @Nullable ScheduledExecutorService executor;

  OutcomeLifecycle(OutcomeSweep sweep, OutcomeProperties settings) {
    this.sweep = sweep;
    this.settings = settings;
  }

  @Override
  public synchronized void start() {
    if (executor != null || !settings.derive()) {
      return;
    }
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "risk-outcomes");
              thread.setDaemon(true);
              return thread;
            });
    long interval = settings.sweepInterval().toMillis();
    var unused =
        executor.scheduleWithFixedDelay(
            this::look, Math.min(FIRST.toMillis(), interval), interval, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      sweep.sweep();
    } catch (RuntimeException e) {
      LOG.error("Outcomes of risk scores are not looked for: {}", e.getMessage());
    }
  }

  @Override
  public synchronized void stop() {
    ScheduledExecutorService stopping = executor;
    executor = null;
    if (stopping == null) {
      return;
    }
    stopping.shutdownNow();
    try {
      boolean unused = stopping.awaitTermination(LAST_PAGE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return executor != null;
  }
}
