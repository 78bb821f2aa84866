package org.andiron.load;

import java.time.Duration;

/**
 * How a load runs.
 *
 * @param concurrency requests at a time, 1 to 64
 * @param batchSize resources in a Bundle that the loader makes, 1 to 5000
 * @param retries repeats after a refusal that time may mend, 0 to 100
 * @param timeout longest wait for an answer
 * @param compress send gzip files as they are
 * @param resendUnknown send again what may be stored already
 */
record LoadSettings(
    int concurrency,
    int batchSize,
    int retries,
    Duration timeout,
    boolean compress,
    boolean resendUnknown) {

  static final int MAX_CONCURRENCY = 64;

  LoadSettings {
    check(concurrency >= 1 && concurrency <= MAX_CONCURRENCY, "--concurrency must be 1 to 64");
    check(batchSize >= 1 && batchSize <= 5000, "--batch-size must be 1 to 5000");
    check(retries >= 0 && retries <= 100, "--retries must be 0 to 100");
    check(timeout.compareTo(Duration.ofSeconds(1)) >= 0, "--timeout must be 1s or more");
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
