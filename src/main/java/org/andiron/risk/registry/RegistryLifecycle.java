package org.andiron.risk.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * Installs the models of the operator's folder before the server listens, and looks from then on
 * for what other nodes changed.
 */
final class RegistryLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryLifecycle.class);

  /** Before Spring Boot's web server. */
  private static final int PHASE =
      WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 1024 - 1;

  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final ModelRegistry registry;
  private final ModelDeployment deployment;
  private @Nullable ScheduledExecutorService executor;
  private boolean failing;

  RegistryLifecycle(ModelRegistry registry, ModelDeployment deployment) {
    this.registry = registry;
    this.deployment = deployment;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public synchronized void start() {
    if (executor != null) {
      return;
    }
    for (Transition made : deployment.install()) {
      LOG.info(
          "Risk model {}: {}, now {}",
          made.step().model(),
          made.step().action().code(),
          made.step().after().code());
    }
    List<String> champions =
        registry.current().champions().stream().map(it -> it.key().toString()).toList();
    LOG.info("Risk models: {}", champions.isEmpty() ? "none" : String.join(", ", champions));
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "risk-registry");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        executor.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Told once until it works again. */
  private void look() {
    try {
      registry.refresh();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.error("What other nodes do to risk models is not seen: {}", e.getMessage());
      }
      failing = true;
    }
  }

  @Override
  public synchronized void stop() {
    ScheduledExecutorService stopping = executor;
    executor = null;
    if (stopping != null) {
      stopping.shutdownNow();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return executor != null;
  }
}
