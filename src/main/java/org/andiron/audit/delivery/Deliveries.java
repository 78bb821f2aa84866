package org.andiron.audit.delivery;

import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** All that goes out of the log, from the start of the server to its end. */
final class Deliveries implements SmartLifecycle {

  /** How long the last rounds may take together. */
  private static final Duration LAST_ROUNDS = Duration.ofSeconds(10);

  private final List<Courier> couriers;
  private volatile boolean running;

  Deliveries(List<Courier> couriers) {
    this.couriers = List.copyOf(couriers);
  }

  /** Stops after everything that records or seals. */
  @Override
  public int getPhase() {
    return -1;
  }

  @Override
  public void start() {
    running = true;
    couriers.forEach(Courier::start);
  }

  @Override
  public void stop() {
    couriers.forEach(Courier::beginStop);
    long end = System.nanoTime() + LAST_ROUNDS.toNanos();
    couriers.forEach(it -> it.endStop(Duration.ofNanos(end - System.nanoTime())));
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** For how long the one that fails longest has failed. */
  Duration failingFor() {
    return couriers.stream()
        .map(Courier::failingFor)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
