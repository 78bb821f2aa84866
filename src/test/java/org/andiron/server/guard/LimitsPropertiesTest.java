package org.andiron.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

class LimitsPropertiesTest {

  @Test
  void everyLimitHasItsDocumentedDefault() {
    assertThat(Limits.defaults())
        .isEqualTo(
            new LimitsProperties(
                DataSize.ofMegabytes(256),
                DataSize.ofMegabytes(256),
                200,
                DataSize.ofMegabytes(1),
                Duration.ofMinutes(5),
                DataSize.ofBytes(Runtime.getRuntime().maxMemory() / 3),
                100,
                1000,
                10000,
                100,
                20000,
                DataSize.ofKilobytes(8),
                DataSize.ofKilobytes(32),
                200,
                DataSize.ofKilobytes(16),
                1000,
                5,
                30,
                5,
                1000,
                20,
                1000,
                1000));
  }

  static String[] keys() {
    return Arrays.stream(LimitsProperties.class.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsReadAndANegativeValueStopsTheStart(String key) {
    String value = key.endsWith("timeout") ? "-1s" : "-1";
    assertThatThrownBy(() -> Limits.with(Map.of("andiron.limits." + key, value)))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining("andiron.limits." + key);
  }
}
