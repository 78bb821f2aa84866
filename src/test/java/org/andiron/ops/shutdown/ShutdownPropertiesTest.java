package org.andiron.ops.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ShutdownPropertiesTest {

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new ShutdownProperties(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(5)));
  }

  @Test
  void everyKey() {
    assertThat(
            bind(
                Map.of(
                    "andiron.ops.drain-delay", "10s",
                    "andiron.ops.drain-timeout", "1m",
                    "andiron.ops.retry-after", "7s")))
        .isEqualTo(
            new ShutdownProperties(
                Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(7)));
  }

  @Test
  void negativeDelayIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("andiron.ops.drain-delay", "-1s")))
        .isInstanceOf(BindException.class)
        .hasRootCauseMessage("andiron.ops.drain-delay must be 0s to 10m");
  }

  private static ShutdownProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.ops", ShutdownProperties.class);
  }
}
