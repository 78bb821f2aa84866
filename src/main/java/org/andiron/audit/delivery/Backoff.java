package org.andiron.audit.delivery;

import java.time.Duration;

/** Pauses between attempts that fail: twice as long each time, up to a limit. */
final class Backoff {

  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(1);

  private Duration next = FIRST;

  /** The pause after one more failure. */
  Duration next() {
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return pause;
  }

  /** It worked. */
  void reset() {
    next = FIRST;
  }
}
