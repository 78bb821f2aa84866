package org.andiron.audit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.health.Status;
import org.springframework.dao.QueryTimeoutException;

@Timeout(30)
class CourierTest {

  private static final Duration NEVER = Duration.ofDays(1);

  /** Does as it is told, once each; then it is done. */
  private static final class Scripted implements Delivery {

    interface Step {
      Progress take() throws IOException;
    }

    private final Deque<Step> steps = new ArrayDeque<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger released = new AtomicInteger();
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final boolean endsWithRound;

    Scripted(boolean endsWithRound, Step... steps) {
      this.endsWithRound = endsWithRound;
      this.steps.addAll(List.of(steps));
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public Progress round() throws IOException {
      rounds.incrementAndGet();
      Step step = steps.poll();
      return step == null ? Progress.DONE : step.take();
    }

    @Override
    public boolean endsWithRound() {
      return endsWithRound;
    }

    @Override
    public void release() {
      released.incrementAndGet();
    }

    @Override
    public void abort() {
      aborted.countDown();
    }
  }

  private static void stop(Courier courier) {
    courier.beginStop();
    courier.endStop(Duration.ofSeconds(5));
  }

  @Test
  void whileThereIsMoreItGoesOnAtOnce() {
    Scripted delivery =
        new Scripted(false, () -> Delivery.Progress.MORE, () -> Delivery.Progress.MORE);
    Courier courier = new Courier(delivery, NEVER);
    courier.start();
    await().untilAsserted(() -> assertThat(delivery.rounds).hasValue(3));
    stop(courier);
    assertThat(delivery.rounds).hasValue(3);
    assertThat(delivery.released).hasValue(1);
  }

  @Test
  void afterAFailureItLetsOthersTryAndTriesAgain() {
    CountDownLatch looked = new CountDownLatch(1);
    Scripted delivery =
        new Scripted(
            false,
            () -> {
              throw new IOException("away");
            },
            () -> {
              awaitQuietly(looked);
              throw new QueryTimeoutException("busy");
            });
    Courier courier = new Courier(delivery, NEVER);
    courier.start();
    await().untilAsserted(() -> assertThat(delivery.rounds).hasValue(2));
    assertThat(courier.failingFor()).isPositive();
    assertThat(delivery.released).hasValue(1);
    looked.countDown();
    await().untilAsserted(() -> assertThat(delivery.rounds).hasValue(3));
    await().untilAsserted(() -> assertThat(courier.failingFor()).isZero());
    stop(courier);
  }

  @Test
  void theLastRoundIsDoneWhenTheServerStops() {
    Scripted delivery = new Scripted(true);
    Courier courier = new Courier(delivery, NEVER);
    courier.start();
    await().untilAsserted(() -> assertThat(delivery.rounds).hasValue(1));
    stop(courier);
    assertThat(delivery.rounds).hasValue(2);
  }

  @Test
  void aRoundThatDoesNotEndIsCutOff() {
    Scripted[] self = new Scripted[1];
    Scripted delivery =
        new Scripted(
            false,
            () -> {
              awaitQuietly(self[0].aborted);
              throw new IOException("cut off");
            });
    self[0] = delivery;
    Courier courier = new Courier(delivery, NEVER);
    courier.start();
    await().untilAsserted(() -> assertThat(delivery.rounds).hasValue(1));
    courier.beginStop();
    courier.endStop(Duration.ofMillis(50));
    assertThat(delivery.aborted.getCount()).isZero();
    await().untilAsserted(() -> assertThat(delivery.released.get()).isPositive());
  }

  @Test
  void pausesGrowToALimitAndBeginAgain() {
    Backoff backoff = new Backoff();
    assertThat(List.of(backoff.next(), backoff.next(), backoff.next()))
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    for (int i = 0; i < 10; i++) {
      assertThat(backoff.next()).isLessThanOrEqualTo(Backoff.LONGEST);
    }
    assertThat(backoff.next()).isEqualTo(Backoff.LONGEST);
    backoff.reset();
    assertThat(backoff.next()).isEqualTo(Backoff.FIRST);
  }

  @Test
  void healthIsLateAfterFiveMinutes() {
    assertThat(status(Duration.ZERO)).isEqualTo(Status.UP);
    assertThat(status(Duration.ofSeconds(299))).isEqualTo(Status.UP);
    assertThat(status(Duration.ofMinutes(5))).isEqualTo(DeliveryHealthIndicator.LATE);
  }

  private static Status status(Duration failing) {
    return new DeliveryHealthIndicator(() -> failing).health().getStatus();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
