package org.andiron.server.subscription;

import ca.uhn.fhir.broker.api.BrokerListenerClosedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/**
 * Delivers the messages of one subscription, each with a limited number of attempts. When it is
 * closed, what still waits is dropped and waiting threads go home: nobody wants it any more.
 */
final class RetriedDelivery implements MessageHandler, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RetriedDelivery.class);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final String channel;
  private final MessageHandler delivery;
  private final int attempts;
  private final Duration firstWait;
  private final Consumer<Message<?>> givenUp;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean dropTold = new AtomicBoolean();

  /**
   * @param givenUp told of a message whose last attempt failed; must not throw
   */
  RetriedDelivery(
      String channel,
      MessageHandler delivery,
      int attempts,
      Duration firstWait,
      Consumer<Message<?>> givenUp) {
    this.channel = channel;
    this.delivery = delivery;
    this.attempts = attempts;
    this.firstWait = firstWait;
    this.givenUp = givenUp;
  }

  @Override
  public void handleMessage(Message<?> message) {
    Duration wait = firstWait;
    for (int attempt = 1; !isClosed(); attempt++) {
      if (delivered(message, attempt)) {
        return;
      }
      if (isClosed()) {
        break;
      }
      if (attempt == attempts) {
        givenUp.accept(message);
        return;
      }
      try {
        if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return;
      }
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
    }
    tellDrop();
  }

  private boolean delivered(Message<?> message, int attempt) {
    try {
      delivery.handleMessage(message);
      return true;
    } catch (BrokerListenerClosedException removed) {
      close();
      return false;
    } catch (RuntimeException failed) {
      // The text of a failure can hold what the endpoint answered, and that a record.
      String failure = rootOf(failed).getClass().getSimpleName();
      if (attempt == 1) {
        LOG.warn("A delivery to {} failed ({}); it is tried again", channel, failure);
      } else {
        LOG.debug("Attempt {} of a delivery to {} failed ({})", attempt, channel, failure);
      }
      return false;
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }

  private void tellDrop() {
    if (dropTold.compareAndSet(false, true)) {
      LOG.info("What waited for {} is dropped: the subscription is not active any more", channel);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
