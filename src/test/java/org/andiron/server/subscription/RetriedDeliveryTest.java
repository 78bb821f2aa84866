package org.andiron.server.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.broker.api.BrokerListenerClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;

class RetriedDeliveryTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration FOREVER = Duration.ofDays(1);

  private final Message<String> message = new GenericMessage<>("one");
  private final AtomicInteger attempted = new AtomicInteger();
  private final List<Message<?>> givenUp = new ArrayList<>();

  private RetriedDelivery delivery(int attempts, Duration wait, MessageHandler handler) {
    return new RetriedDelivery(
        "subscription-delivery-test",
        received -> {
          attempted.incrementAndGet();
          handler.handleMessage(received);
        },
        attempts,
        wait,
        givenUp::add);
  }

  private static void fail(Message<?> received) {
    throw new IllegalStateException("endpoint is down");
  }

  @Test
  void whatIsDeliveredIsNotTriedAgain() {
    delivery(3, SHORT, received -> {}).handleMessage(message);
    assertThat(attempted).hasValue(1);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void aFailureThatPassesIsTriedAgain() {
    delivery(
            3,
            SHORT,
            received -> {
              if (attempted.get() < 3) {
                fail(received);
              }
            })
        .handleMessage(message);
    assertThat(attempted).hasValue(3);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void afterTheLastAttemptItIsGivenUp() {
    delivery(3, SHORT, RetriedDeliveryTest::fail).handleMessage(message);
    assertThat(attempted).hasValue(3);
    assertThat(givenUp).containsExactly(message);
  }

  @Test
  void aListenerThatHapiClosedIsNeverTriedAgain() {
    RetriedDelivery delivery =
        delivery(
            3,
            FOREVER,
            received -> {
              throw new BrokerListenerClosedException("closed");
            });
    delivery.handleMessage(message);
    delivery.handleMessage(message);
    assertThat(attempted).hasValue(1);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void whatArrivesAfterTheEndIsDropped() {
    RetriedDelivery delivery = delivery(3, SHORT, received -> {});
    delivery.close();
    delivery.handleMessage(message);
    assertThat(attempted).hasValue(0);
    assertThat(givenUp).isEmpty();
  }

  @Test
  @Timeout(60)
  void aThreadThatWaitsForTheNextAttemptGoesHomeAtTheEnd() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    RetriedDelivery delivery =
        delivery(
            3,
            FOREVER,
            received -> {
              failed.countDown();
              fail(received);
            });
    Thread waiting = new Thread(() -> delivery.handleMessage(message));
    waiting.start();
    assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
    delivery.close();
    waiting.join();
    assertThat(attempted).hasValue(1);
    assertThat(givenUp).isEmpty();
  }
}
