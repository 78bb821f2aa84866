package org.andiron.ops.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DrainTest {

  private final Drain drain = new Drain();

  @Test
  void closesAtOnceWhenNobodyIsInside() throws InterruptedException {
    assertThat(drain.closeAndAwaitEmpty(Duration.ZERO)).isTrue();
    assertThat(drain.enter()).isFalse();
  }

  @Test
  void waitsForThoseInsideButLetsNobodyIn() throws Exception {
    assertThat(drain.enter()).isTrue();
    CompletableFuture<Boolean> closing =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return drain.closeAndAwaitEmpty(Duration.ofSeconds(15));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    drain.awaitClosed(Duration.ofSeconds(15));
    assertThat(drain.state()).isEqualTo(Drain.State.CLOSED);

    assertThat(drain.enter()).isFalse();
    assertThat(closing).isNotDone();
    drain.leave();

    assertThat(closing.get(15, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void givesUpAfterTheTimeout() throws InterruptedException {
    drain.enter();

    assertThat(drain.closeAndAwaitEmpty(Duration.ofMillis(1))).isFalse();
    assertThat(drain.inside()).isEqualTo(1);
  }

  @Test
  void stillAdmitsWhileLeaving() {
    drain.startLeaving();

    assertThat(drain.enter()).isTrue();
  }
}
