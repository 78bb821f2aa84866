package org.andiron.audit.completeness;

import java.util.concurrent.CountDownLatch;

/** Where requests wait while there is nobody whom they could reach. */
final class Gate {

  private volatile CountDownLatch closed = new CountDownLatch(0);

  void close() {
    closed = new CountDownLatch(1);
  }

  void open() {
    closed.countDown();
  }

  void pass() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
