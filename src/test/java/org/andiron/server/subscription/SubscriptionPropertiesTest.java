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

  @Test
  void settingsHaveDefaultsAndEveryKeyIsRead() {
    assertThat(bind(Map.of()))
        .isEqualTo(new SubscriptionProperties(Duration.ofSeconds(1), "/websocket"));
    assertThat(
            bind(
                Map.of(
                    "andiron.subscription.interval", "5s",
                    "andiron.subscription.websocket-path", "/notify/ws")))
        .isEqualTo(new SubscriptionProperties(Duration.ofSeconds(5), "/notify/ws"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "websocket", "/fhir/websocket", "/a b", "/"})
  void aPathThatWouldNotWorkStopsTheStart(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SubscriptionProperties(Duration.ofSeconds(1), path))
        .withMessageContaining("andiron.subscription.websocket-path");
  }

  @Test
  void anIntervalThatWouldKeepTheDatabaseBusyStopsTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SubscriptionProperties(Duration.ofMillis(1), "/websocket"))
        .withMessageContaining("andiron.subscription.interval");
  }
}
