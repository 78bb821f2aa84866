package org.andiron.server.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EgressPropertiesTest {

  private static EgressProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.egress", EgressProperties.class);
  }

  @Test
  void defaultsAllowAnyPublicHost() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new EgressProperties(
                List.of("*"), false, Duration.ofSeconds(5), Duration.ofSeconds(30), 20));
  }

  @Test
  void everyKeyIsRead() {
    assertThat(
            bind(
                Map.of(
                    "andiron.egress.allow", "Hooks.Example.org, *.example.com,10.1.0.0/16,::1",
                    "andiron.egress.allow-private", "true",
                    "andiron.egress.connect-timeout", "2s",
                    "andiron.egress.read-timeout", "3s",
                    "andiron.egress.max-connections", "4")))
        .isEqualTo(
            new EgressProperties(
                List.of("hooks.example.org", "*.example.com", "10.1.0.0/16", "::1"),
                true,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example",
        "a.*.example",
        "10.0.0.0/33",
        "10.0.0.256",
        "a b",
        "",
        "::g/8"
      })
  void whatIsNoHostNorAddressStopsTheStart(String entry) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EgressProperties(
                    List.of(entry), false, Duration.ofSeconds(1), Duration.ofSeconds(1), 1))
        .withMessageMatching("(?s).*(andiron.egress.allow|not a CIDR|not an IP).*");
  }
}
