package org.andiron.ops.admission;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The limits in force.
 *
 * @param running most requests worked on at once
 * @param places most requests inside, running or waiting; each holds a thread
 * @param perCaller most requests of one caller inside
 * @param callerShare largest part of a class's places that one caller may hold
 * @param byWork the limits of each class
 */
record AdmissionLimits(
    int running,
    int places,
    int perCaller,
    double callerShare,
    Map<Work, AdmissionLimits.OfWork> byWork) {

  AdmissionLimits {
    byWork = Map.copyOf(byWork);
  }

  /**
   * Limits of one class.
   *
   * @param concurrent most requests worked on at once
   * @param places most requests running or waiting
   * @param maxWait longest wait
   */
  record OfWork(int concurrent, int places, Duration maxWait) {}

  /**
   * Completes the settings.
   *
   * @param poolSize connections in the pool; a fifth is left to background work and to requests
   *     that need a second one, for if every connection were held by a request that waits for
   *     another, none would ever come back
   * @param threads threads of the web server
   * @throws IllegalArgumentException if the settings leave no room for any request
   */
  static AdmissionLimits of(AdmissionProperties properties, int poolSize, int threads) {
    int places = threads - properties.reservedThreads();
    if (places < 1) {
      throw new IllegalArgumentException(
          "andiron.admission.reserved-threads ("
              + properties.reservedThreads()
              + ") must be below server.tomcat.threads.max ("
              + threads
              + ")");
    }
    Integer set = properties.running();
    int running = set != null ? set : Math.max(1, poolSize * 4 / 5);
    Map<Work, OfWork> byWork = new EnumMap<>(Work.class);
    for (Work work : Work.values()) {
      AdmissionProperties.Limits limits = properties.limitsOf(work);
      Integer concurrentSet = limits.concurrent();
      Duration maxWaitSet = limits.maxWait();
      int concurrent =
          Math.min(
              running, concurrentSet != null ? concurrentSet : work.defaultConcurrent(running));
      byWork.put(
          work,
          new OfWork(
              concurrent,
              concurrent + limits.queue(),
              maxWaitSet != null ? maxWaitSet : work.defaultMaxWait()));
    }
    return new AdmissionLimits(
        running, places, properties.perCaller(), properties.callerShare(), byWork);
  }

  OfWork of(Work work) {
    OfWork limits = byWork.get(work);
    if (limits == null) {
      throw new IllegalStateException("No limits for " + work);
    }
    return limits;
  }

  /** Most places of a class that one caller may hold: the share of it, but never none. */
  int perCaller(Work work) {
    return Math.max(1, (int) Math.floor(of(work).places() * callerShare));
  }
}
