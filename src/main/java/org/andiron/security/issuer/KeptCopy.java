package org.andiron.security.issuer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A copy of something that the issuer publishes. It is fetched when it is needed, by one request at
 * a time, and again when it is old or does not suffice; but never more often than every few
 * seconds, whatever callers send. An issuer that cannot be reached may be so for a quarter of an
 * hour before the copy is not used any more.
 */
final class KeptCopy<T> {

  /** The shortest time between two fetches. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  static final Duration SHORTEST_LIFE = Duration.ofMinutes(5);
  static final Duration LONGEST_LIFE = Duration.ofHours(1);

  /** For how long an old copy is used if there is no newer one to be had. */
  static final Duration GRACE = Duration.ofMinutes(15);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Source<T> source;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable State<T> state;
  private Instant lastAttempt = Instant.MIN;

  /** Fetches it. */
  @FunctionalInterface
  interface Source<T> {
    Fetched<T> fetch() throws IssuerUnavailableException;
  }

  /** What was fetched, and how long a copy of it may be used. */
  record Fetched<T>(T value, Duration lifetime) {}

  private record State<T>(T value, Instant freshUntil) {}

  KeptCopy(Source<T> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * The copy. If it does not suffice, a new one may not do so either.
   *
   * @throws IssuerUnavailableException if there is none that may be used
   */
  T get(Predicate<T> suffices) throws IssuerUnavailableException {
    State<T> known = state;
    if (known != null && isFresh(known) && suffices.test(known.value())) {
      return known.value();
    }
    if (acquired()) {
      try {
        known = state;
        boolean rested =
            lastAttempt.equals(Instant.MIN) || !clock.instant().isBefore(lastAttempt.plus(PAUSE));
        if (rested && (known == null || !isFresh(known) || !suffices.test(known.value()))) {
          fetch(known);
        }
      } finally {
        lock.unlock();
      }
    }
    known = state;
    if (known == null || !clock.instant().isBefore(known.freshUntil().plus(GRACE))) {
      throw new IssuerUnavailableException(
          "The issuer of tokens cannot be asked now; try again shortly.");
    }
    return known.value();
  }

  private void fetch(@Nullable State<T> known) throws IssuerUnavailableException {
    lastAttempt = clock.instant();
    try {
      Fetched<T> fetched = source.fetch();
      state = new State<>(fetched.value(), clock.instant().plus(life(fetched.lifetime())));
    } catch (IssuerUnavailableException e) {
      if (known == null) {
        throw e;
      }
    }
  }

  private static Duration life(Duration given) {
    Duration atLeast = given.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : given;
    return atLeast.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : atLeast;
  }

  private boolean isFresh(State<T> known) {
    return clock.instant().isBefore(known.freshUntil());
  }

  private boolean acquired() {
    try {
      return lock.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
