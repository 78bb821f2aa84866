package org.andiron.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SiemPropertiesTest {

  private static SiemProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.audit.siem", SiemProperties.class);
  }

  @Test
  void nothingIsExportedByDefault() {
    SiemProperties settings = bind(Map.of());
    assertThat(settings.endpoint()).isEmpty();
    assertThat(settings.awaitClose()).isTrue();
    assertThat(settings.batchSize()).isEqualTo(500);
  }

  @Test
  void everySettingIsRead() {
    SiemProperties settings =
        bind(
            Map.of(
                "andiron.audit.siem.target", "https://siem.example.org/in",
                "andiron.audit.siem.authorization", "Splunk s3cret",
                "andiron.audit.siem.await-close", "false",
                "andiron.audit.siem.batch-size", "7"));
    assertThat(settings.endpoint().orElseThrow().uri())
        .isEqualTo(URI.create("https://siem.example.org/in"));
    assertThat(settings.authorization()).isEqualTo("Splunk s3cret");
    assertThat(settings.awaitClose()).isFalse();
    assertThat(settings.batchSize()).isEqualTo(7);
    assertThat(settings.toString()).doesNotContain("s3cret", "siem.example.org");
    assertThat(
            bind(Map.of(
                    "andiron.audit.siem.target", "syslog+tls://siem.example.org",
                    "andiron.audit.siem.ssl-bundle", "siem"))
                .sslBundle())
        .isEqualTo("siem");
  }

  @ParameterizedTest
  @CsvSource({
    "syslog+tcp://h, ssl-bundle, b, ssl-bundle is for a target with syslog+tls",
    "https://h, ssl-bundle, b, ssl-bundle is for a target with syslog+tls",
    "syslog+tls://h, authorization, x, authorization is for a target with https",
    "syslog+tls://h, batch-size, 0, batch-size must be 1 to 10000",
    "syslog+tls://h, batch-size, 10001, batch-size must be 1 to 10000",
    "file:/tmp/x, batch-size, 1, target must begin with",
  })
  void whatDoesNotGoTogetherIsRefused(String target, String key, String value, String why) {
    assertThatThrownBy(
            () ->
                bind(
                    Map.of(
                        "andiron.audit.siem.target", target, "andiron.audit.siem." + key, value)))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("andiron.audit.siem.")
        .hasMessageContaining(why);
  }
}
