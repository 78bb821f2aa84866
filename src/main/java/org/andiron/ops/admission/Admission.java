package org.andiron.ops.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.andiron.ops.metrics.AndironMeter;
import org.andiron.ops.metrics.AndironMeter.AdmissionTag;

/**
 * Decides which requests are worked on now, which wait, and which are refused.
 *
 * <p>A request takes, in this order, a place of its caller, of the server and of its class of work,
 * which it gets at once or not at all; then it waits in line, first for one of its class to end and
 * then for one of any class. All requests take in the same order, so none can wait for another in a
 * circle. Waiting holds the thread; that is why places are fewer than the web server's threads.
 *
 * <p>Plain semaphores, because what is scarce is work at once and not work per second: a rate limit
 * would refuse a server that is idle and admit to one that is stuck.
 */
final class Admission {

  private final AdmissionLimits limits;
  private final CallerPlaces callers;
  private final Semaphore serverPlaces;
  private final Semaphore running;
  private final Map<Work, Gate> gates = new EnumMap<>(Work.class);
  private final Meter.MeterProvider<Timer> waitTimer;
  private final Meter.MeterProvider<Counter> refusals;

  Admission(AdmissionLimits limits, MeterRegistry registry) {
    this.limits = limits;
    this.callers = new CallerPlaces(limits);
    this.serverPlaces = new Semaphore(limits.places());
    this.running = new Semaphore(limits.running(), true);
    for (Work work : Work.values()) {
      gates.put(work, new Gate(limits.of(work), work, registry));
    }
    this.waitTimer =
        Timer.builder(AndironMeter.ADMISSION_WAIT.getName())
            .description("How long admitted requests waited")
            .withRegistry(registry);
    this.refusals =
        Counter.builder(AndironMeter.ADMISSION_REFUSED.getName())
            .description("Requests refused with 429 or 503")
            .withRegistry(registry);
  }

  /**
   * Admits a request, after a wait if there must be one, or refuses it.
   *
   * @param caller who asks, as {@link CallerKey} says
   * @throws InterruptedException if the thread is interrupted while the request waits; it then
   *     holds nothing
   */
  Decision decide(Work work, String caller) throws InterruptedException {
    if (!callers.take(caller, work)) {
      return refuse(work, Decision.Reason.CALLER);
    }
    Held held = new Held(work, caller);
    boolean admitted = false;
    try {
      if (!serverPlaces.tryAcquire()) {
        return refuse(work, Decision.Reason.SERVER_FULL);
      }
      held.serverPlace = true;
      Gate gate = gate(work);
      if (!gate.places.tryAcquire()) {
        return refuse(work, Decision.Reason.QUEUE_FULL);
      }
      held.gatePlace = true;
      long started = System.nanoTime();
      long longest = limits.of(work).maxWait().toNanos();
      gate.waiting.incrementAndGet();
      try {
        held.gateRunning = gate.running.tryAcquire(longest, TimeUnit.NANOSECONDS);
        held.serverRunning =
            held.gateRunning
                && running.tryAcquire(
                    Math.max(0, longest - (System.nanoTime() - started)), TimeUnit.NANOSECONDS);
      } finally {
        gate.waiting.decrementAndGet();
      }
      if (!held.serverRunning) {
        return refuse(work, Decision.Reason.TIMEOUT);
      }
      waitTimer.withTags(tags(work)).record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
      gate.working.incrementAndGet();
      held.working = true;
      admitted = true;
      return new Decision.Admit(held);
    } finally {
      if (!admitted) {
        held.close();
      }
    }
  }

  /** Callers that hold a place now. */
  int callers() {
    return callers.callers();
  }

  private Decision refuse(Work work, Decision.Reason reason) {
    refusals.withTags(tags(work).and(AdmissionTag.REASON.asString(), reason.code())).increment();
    return new Decision.Refuse(reason);
  }

  private Gate gate(Work work) {
    Gate gate = gates.get(work);
    if (gate == null) {
      throw new IllegalStateException("No gate for " + work);
    }
    return gate;
  }

  private static Tags tags(Work work) {
    return Tags.of(AdmissionTag.WORK.asString(), work.code());
  }

  /** What the requests of one class share. */
  private static final class Gate {

    final Semaphore places;
    final Semaphore running;
    final AtomicInteger waiting = new AtomicInteger();
    final AtomicInteger working = new AtomicInteger();

    Gate(AdmissionLimits.OfWork limits, Work work, MeterRegistry registry) {
      places = new Semaphore(limits.places());
      running = new Semaphore(limits.concurrent(), true);
      Gauge.builder(AndironMeter.ADMISSION_WAITING.getName(), waiting, AtomicInteger::get)
          .description("Requests waiting to be worked on")
          .tags(tags(work))
          .register(registry);
      Gauge.builder(AndironMeter.ADMISSION_RUNNING.getName(), working, AtomicInteger::get)
          .description("Requests being worked on")
          .tags(tags(work))
          .register(registry);
    }
  }

  /** What one request has taken so far. */
  private final class Held implements Decision.Admitted {

    private final Work work;
    private final String caller;
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean serverPlace;
    private boolean gatePlace;
    private boolean gateRunning;
    private boolean serverRunning;
    private boolean working;

    Held(Work work, String caller) {
      this.work = work;
      this.caller = caller;
    }

    @Override
    public void close() {
      if (!closed.compareAndSet(false, true)) {
        return;
      }
      Gate gate = gate(work);
      if (working) {
        gate.working.decrementAndGet();
      }
      if (serverRunning) {
        running.release();
      }
      if (gateRunning) {
        gate.running.release();
      }
      if (gatePlace) {
        gate.places.release();
      }
      if (serverPlace) {
        serverPlaces.release();
      }
      callers.giveBack(caller, work);
    }
  }
}
