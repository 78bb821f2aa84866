package org.andiron.ops.shutdown;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * The first step of a stop, before the web server closes its port. Spring Boot has told readiness
 * by then; this step goes on serving for the drain delay, then lets nobody in and waits for those
 * inside.
 */
final class DrainLifecycle implements SmartLifecycle {

  /** Before the web server, which stops in its own phase. */
  static final int PHASE = WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 512;

  private static final Logger LOG = LoggerFactory.getLogger(DrainLifecycle.class);

  private final Drain drain;
  private final ShutdownProperties properties;
  private volatile boolean running;

  DrainLifecycle(Drain drain, ShutdownProperties properties) {
    this.drain = drain;
    this.properties = properties;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    try {
      drain.startLeaving();
      Duration delay = properties.drainDelay();
      if (!delay.isZero()) {
        LOG.info("Stopping: serving for another {} s", delay.toSeconds());
        drain.awaitClosed(delay);
      }
      LOG.info("Stopping: {} requests in progress", drain.inside());
      if (!drain.closeAndAwaitEmpty(properties.drainTimeout())) {
        LOG.warn(
            "{} requests did not end within {} s and are cut off",
            drain.inside(),
            properties.drainTimeout().toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running = false;
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
