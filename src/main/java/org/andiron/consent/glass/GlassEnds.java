package org.andiron.consent.glass;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.EventPeriod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Records that broken glass is whole again: once for each opening, whichever node comes first, and
 * also what ended while no server ran. It ends by itself; only its record is made here.
 */
final class GlassEnds implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(GlassEnds.class);

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration LAST_ROUND = Duration.ofSeconds(10);

  private final GlassOpenings openings;
  private final AuditTrail trail;
  private final TransactionOperations transactions;
  private @Nullable ScheduledExecutorService executor;
  private boolean failing;

  GlassEnds(GlassOpenings openings, AuditTrail trail, TransactionOperations transactions) {
    this.openings = openings;
    this.trail = trail;
    this.transactions = transactions;
  }

  /**
   * Records all ends that are not recorded yet, each in a transaction of its own: one that cannot
   * be recorded keeps no other from it.
   *
   * @throws RuntimeException if one cannot be; it will be tried again
   */
  void record() {
    RuntimeException failure = null;
    for (long opening : openings.ended()) {
      try {
        transactions.executeWithoutResult(
            transaction -> openings.takeEnded(opening).ifPresent(this::record));
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void record(EndedGlass glass) {
    trail.record(
        trail
            .event(EventKind.BREAK_GLASS_END, glass.requester())
            .patients(List.of(glass.patient()))
            .reason(glass.reason())
            .period(new EventPeriod(glass.since(), glass.ended()))
            .build());
  }

  /** Told once until it works again. */
  private void sweep() {
    try {
      record();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.error(
            "The end of broken glass is not in the audit log yet, it is tried again: {}",
            e.getMessage());
      }
      failing = true;
    }
  }

  @Override
  public synchronized void start() {
    if (executor == null) {
      executor =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "glass-ends");
                thread.setDaemon(true);
                return thread;
              });
      var unused =
          executor.scheduleWithFixedDelay(
              this::sweep, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What is not recorded by now will be after the next start. */
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
    } catch (InterruptedException e) {
      stopping.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return executor != null;
  }
}
