package org.andiron.ops.shutdown;

import java.util.List;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * Pauses scheduled and batch work when the web server has stopped and before any bean is destroyed,
 * so that no job meets a database that is already gone.
 */
final class BackgroundWorkLifecycle implements SmartLifecycle {

  /** After the web server, which stops in two phases 1024 apart. */
  static final int PHASE = WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 2048;

  private final List<Runnable> pauses;
  private volatile boolean running;

  /**
   * @param pauses what to do, in this order
   */
  BackgroundWorkLifecycle(List<Runnable> pauses) {
    this.pauses = List.copyOf(pauses);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    pauses.forEach(Runnable::run);
    running = false;
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
