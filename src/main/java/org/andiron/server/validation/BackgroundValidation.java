package org.andiron.server.validation;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates a sample of what is written, for the metrics only, with a bounded share of one
 * processor: after each resource it rests as long as the share demands. What finds the queue full
 * is skipped and counted.
 */
final class BackgroundValidation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundValidation.class);

  /** Characters; larger resources would hold the queue's memory and the worker for long. */
  private static final int LARGEST = 256 * 1024;

  private static final long LONGEST_REST_MILLIS = 60_000;

  private final ResourceValidation validation;
  private final ValidationMetrics metrics;
  private final double share;
  private final BlockingQueue<Written> queue;
  private final Thread worker;

  BackgroundValidation(
      ResourceValidation validation, ValidationMetrics metrics, ValidationProperties properties) {
    this.validation = validation;
    this.metrics = metrics;
    this.share = properties.backgroundShare();
    this.queue = new ArrayBlockingQueue<>(properties.queue());
    this.worker = new Thread(this::run, "validation-background");
    worker.setDaemon(true);
    if (share > 0) {
      worker.start();
    }
  }

  /** Takes a resource if there is room; its text is asked for only then. */
  void offer(String resourceType, Supplier<String> text) {
    boolean room = share > 0 && queue.remainingCapacity() > 0;
    if (room) {
      String written = text.get();
      room = written.length() <= LARGEST && queue.offer(new Written(resourceType, written));
    }
    if (!room) {
      metrics.skipped();
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Written written = queue.take();
        long start = System.nanoTime();
        validate(written);
        long busy = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Thread.sleep(Math.min(LONGEST_REST_MILLIS, (long) (busy * (1 - share) / share)));
      } catch (InterruptedException closing) {
        return;
      }
    }
  }

  private void validate(Written written) {
    try {
      metrics.validated(written.resourceType, validation.validateHere(written.text, null));
    } catch (RuntimeException failed) {
      // The record itself must not reach the log; the type of failure tells the way.
      LOG.warn(
          "A written {} could not be validated: {}",
          written.resourceType,
          failed.getClass().getName());
      metrics.skipped();
    }
  }

  @Override
  public void close() {
    worker.interrupt();
  }

  private record Written(String resourceType, String text) {}
}
