package org.andiron.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The operator's wish to stop, and the waiting that this wish cuts short. */
class StopSignal {

  private final CountDownLatch latch = new CountDownLatch(1);

  final void request() {
    latch.countDown();
  }

  final boolean requested() {
    return latch.getCount() == 0;
  }

  /** Waits; answers false when the wait was cut short because a stop is wanted. */
  boolean pause(Duration duration) {
    try {
      return !latch.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request();
      return false;
    }
  }
}
