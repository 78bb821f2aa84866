package org.andiron.storage.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ExplainPropertiesTest {

  private static ExplainProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.explain", ExplainProperties.class);
  }

  @Test
  void aStatementIsExplainedForHalfAMinute() {
    assertThat(bound(Map.of())).isEqualTo(new ExplainProperties(Duration.ofSeconds(30)));
  }

  @Test
  void theTimeCanBeSet() {
    assertThat(bound(Map.of("andiron.explain.timeout", "5s")).timeout())
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void noTimeAtAllIsRefused() {
    assertThatThrownBy(() -> bound(Map.of("andiron.explain.timeout", "0s")))
        .rootCause()
        .hasMessageContaining("andiron.explain.timeout must be at least 1ms");
  }
}
