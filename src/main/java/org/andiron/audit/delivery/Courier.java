package org.andiron.audit.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.andiron.audit.delivery.Delivery.Progress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Does the rounds of one delivery in a thread of its own: at intervals, at once while there is
 * more, and after failures with growing pauses. Nobody waits for it.
 */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final Delivery delivery;
  private final Duration interval;
  private final Backoff backoff = new Backoff();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile long failingSince;
  private volatile boolean failing;
  private @Nullable Thread thread;

  /**
   * @param interval pause after a round that left nothing to do
   */
  Courier(Delivery delivery, Duration interval) {
    this.delivery = delivery;
    this.interval = interval;
  }

  void start() {
    Thread started = new Thread(this::work, "audit-" + delivery.name());
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  private void work() {
    boolean running = true;
    while (running) {
      Duration pause = attempt();
      running = !stopsWithin(pause);
    }
    if (delivery.endsWithRound()) {
      var unused = attempt();
    }
    release();
  }

  /** One round; how long to wait for the next. */
  private Duration attempt() {
    try {
      Progress progress = delivery.round();
      if (failing) {
        LOG.info("{} works again", delivery.name());
      }
      failing = false;
      backoff.reset();
      return progress == Progress.MORE ? Duration.ZERO : interval;
    } catch (IOException | RuntimeException e) {
      fail(e);
      return backoff.next();
    }
  }

  /** Told once until it works again. */
  private void fail(Exception e) {
    if (!failing) {
      failingSince = System.nanoTime();
      failing = true;
      if (e instanceof IOException) {
        LOG.warn("{} failed, it is tried again and again: {}", delivery.name(), e.getMessage());
      } else {
        LOG.warn("{} failed, it is tried again and again", delivery.name(), e);
      }
    }
    // Somebody else may reach what this node does not.
    release();
  }

  private void release() {
    try {
      delivery.release();
    } catch (DataAccessException e) {
      LOG.debug("{} is held until its time is over", delivery.name(), e);
    }
  }

  private boolean stopsWithin(Duration pause) {
    try {
      return stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** For how long no round has succeeded; zero if the last one did. */
  Duration failingFor() {
    return failing ? Duration.ofNanos(System.nanoTime() - failingSince) : Duration.ZERO;
  }

  /** No further rounds but the last. */
  void beginStop() {
    stopping.countDown();
  }

  /** Waits for the last round as long as that, then cuts it off. */
  void endStop(Duration patience) {
    Thread ending = thread;
    if (ending == null) {
      return;
    }
    try {
      ending.join(Math.max(1, patience.toMillis()));
      delivery.abort();
      ending.join(Duration.ofSeconds(1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
