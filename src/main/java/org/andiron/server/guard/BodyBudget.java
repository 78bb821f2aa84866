package org.andiron.server.guard;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that request bodies may hold in memory at one time, over all requests. */
final class BodyBudget {

  private final long total;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long total) {
    this.total = total;
  }

  long total() {
    return total;
  }

  long used() {
    return used.get();
  }

  Lease lease() {
    return new Lease();
  }

  private boolean tryReserve(long bytes) {
    long before = used.get();
    while (before + bytes <= total) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  /** The share of one request, used by one thread. Closing gives back all of it. */
  final class Lease implements AutoCloseable {

    private long held;

    private Lease() {}

    /**
     * Reserves more bytes.
     *
     * @throws RefusedRequestException 413 if this request alone exceeds the budget, 503 if others
     *     hold it
     */
    void reserve(long bytes) {
      if (held + bytes > total) {
        throw RefusedRequestException.of(
            413,
            "too-long",
            "The body needs more memory than this server gives to bodies"
                + " (andiron.limits.buffered-bodies).");
      }
      if (!tryReserve(bytes)) {
        throw RefusedRequestException.of(
            503, "throttled", "The server holds as many request bodies as it may; try again.");
      }
      held += bytes;
    }

    void release(long bytes) {
      held -= bytes;
      used.addAndGet(-bytes);
    }

    @Override
    public void close() {
      release(held);
    }
  }
}
