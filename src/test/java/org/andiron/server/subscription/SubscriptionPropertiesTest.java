package org.andiron.server.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SubscriptionPropertiesTest {

  private static SubscriptionProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.subscription", SubscriptionProperties.class);
  }

  private static SubscriptionProperties properties(Duration interval, String path) {
    return new SubscriptionProperties(interval, path, 8, Duration.ofSeconds(1));
  }

  @Test
  void settingsHaveDefaultsAndEveryKeyIsRead() {
    assertThat(bind(Map.of())).isEqualTo(properties(Duration.ofSeconds(1), "/websocket"));
    assertThat(
            bind(
                Map.of(
                    "andiron.subscription.interval", "5s",
                    "andiron.subscription.websocket-path", "/notify/ws",
                    "andiron.subscription.attempts", "3",
                    "andiron.subscription.retry-wait", "2s")))
        .isEqualTo(
            new SubscriptionProperties(
                Duration.ofSeconds(5), "/notify/ws", 3, Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "websocket", "/fhir/websocket", "/a b", "/"})
  void aPathThatWouldNotWorkStopsTheStart(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties(Duration.ofSeconds(1), path))
        .withMessageContaining("andiron.subscription.websocket-path");
  }

  @Test
  void anIntervalThatWouldKeepTheDatabaseBusyStopsTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties(Duration.ofMillis(1), "/websocket"))
        .withMessageContaining("andiron.subscription.interval");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 101})
  void attemptsWithoutMeasureStopTheStart(int attempts) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SubscriptionProperties(
                    Duration.ofSeconds(1), "/websocket", attempts, Duration.ofSeconds(1)))
        .withMessageContaining("andiron.subscription.attempts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT61S"})
  void aWaitThatIsNoneOrEndlessStopsTheStart(Duration wait) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SubscriptionProperties(Duration.ofSeconds(1), "/websocket", 8, wait))
        .withMessageContaining("andiron.subscription.retry-wait");
  }
}
