package org.andiron.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class HeldAnswerTest {

  private final MockHttpServletRequest request = new MockHttpServletRequest();
  private final AtomicInteger waits = new AtomicInteger();

  @Test
  void anAnswerThatIsHeldWaitsOnce() {
    HeldAnswer.hold(request, waits::incrementAndGet);
    assertThat(waits).hasValue(0);
    HeldAnswer.await(request);
    HeldAnswer.await(request);
    assertThat(waits).hasValue(1);
  }

  @Test
  void otherAnswersDoNotWait() {
    HeldAnswer.hold(request, waits::incrementAndGet);
    HeldAnswer.await(new MockHttpServletRequest());
    assertThat(waits).hasValue(0);
  }
}
