package org.andiron.risk.monitoring;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Writes counts and looks at them, while the server runs and once more at its end. */
final class MonitoringLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(MonitoringLifecycle.class);

  private static final Duration LAST_ROUND = Duration.ofSeconds(10);

  private final RiskMonitor monitor;
  private final DriftWatch watch;
  private final MonitorMeters meters;
  private final MonitoringProperties settings;
  private @Nullable ScheduledExecutorService executor;

  MonitoringLifecycle(
      RiskMonitor monitor, DriftWatch watch, MonitorMeters meters, MonitoringProperties settings) {
    this.monitor = monitor;
    this.watch = watch;
    this.meters = meters;
    this.settings = settings;
  }

  /** Work that fails is told once, until it works again. */
  private static final class Repeated implements Runnable {

    private final String what;
    private final Runnable work;
    private boolean failing;

    Repeated(String what, Runnable work) {
      this.what = what;
      this.work = work;
    }

    @Override
    public void run() {
      try {
        work.run();
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.error("{}: {}", what, e.getMessage());
        }
        failing = true;
      }
    }
  }

  @Override
  public synchronized void start() {
    if (executor != null) {
      return;
    }
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "risk-monitoring");
              thread.setDaemon(true);
              return thread;
            });
    schedule(
        executor,
        settings.writeInterval(),
        new Repeated("Counts of risk models are not written", monitor::write));
    schedule(
        executor,
        settings.checkInterval(),
        new Repeated(
            "Risk models are not watched",
            () -> {
              watch.look();
              meters.update(watch.last());
            }));
  }

  private static void schedule(
      ScheduledExecutorService executor, Duration interval, Runnable work) {
    var unused =
        executor.scheduleWithFixedDelay(work, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void stop() {
    ScheduledExecutorService stopping = executor;
    executor = null;
    if (stopping == null) {
      return;
    }
    stopping.shutdown();
    try {
      if (!stopping.awaitTermination(LAST_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
        stopping.shutdownNow();
      }
      monitor.write();
    } catch (InterruptedException e) {
      stopping.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The last counts of risk models are lost: {}", e.getMessage());
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return executor != null;
  }
}
