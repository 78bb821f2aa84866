package org.andiron.ops.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

class RequestAwareThreadPoolsTest {

  private final ThreadPoolTaskExecutor pool =
      (ThreadPoolTaskExecutor) new RequestAwareThreadPools().newThreadPool(1, 1, "test");

  @AfterEach
  void stop() {
    MDC.clear();
    pool.shutdown();
  }

  @Test
  void taskLogsWithTheIdOfTheRequestThatSubmittedIt() throws Exception {
    MDC.put("requestId", "first");
    assertThat(pool.submit(() -> MDC.get("requestId")).get(10, TimeUnit.SECONDS))
        .isEqualTo("first");
    MDC.clear();
    assertThat(pool.submit(() -> String.valueOf(MDC.get("requestId"))).get(10, TimeUnit.SECONDS))
        .isEqualTo("null");
  }
}
