package org.andiron.testsupport;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;

/**
 * The clock of security in the shared context of mode smart: that of the system, but for a test
 * that stops it at another time for a while.
 */
@Primary
public final class MovableClock extends Clock {

  private volatile @Nullable Instant stoppedAt;

  /** Does something at a time; then the time of the system comes back. */
  public void at(Instant time, Runnable work) {
    stoppedAt = time;
    try {
      work.run();
    } finally {
      stoppedAt = null;
    }
  }

  @Override
  public Instant instant() {
    Instant stopped = stoppedAt;
    return stopped == null ? Instant.now() : stopped;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
