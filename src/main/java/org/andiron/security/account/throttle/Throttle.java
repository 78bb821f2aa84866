package org.andiron.security.account.throttle;

import java.time.Duration;

/**
 * How long the next attempt has to wait after so many failures in a row: not at all, then twice as
 * long each time, then the lock-out.
 */
record Throttle(
    int freeAttempts, Duration firstDelay, Duration longestDelay, int lockAfter, Duration lockFor) {

  Duration delayAfter(int failures) {
    if (failures >= lockAfter) {
      return lockFor;
    }
    int doublings = failures - freeAttempts;
    if (doublings < 0) {
      return Duration.ZERO;
    }
    if (doublings >= Long.SIZE - Long.numberOfLeadingZeros(longestDelay.toMillis())) {
      return longestDelay;
    }
    Duration delay = firstDelay.multipliedBy(1L << doublings);
    return delay.compareTo(longestDelay) > 0 ? longestDelay : delay;
  }

  /** Whether this failure is the one that locks. */
  boolean locksAt(int failures) {
    return failures == lockAfter;
  }
}
