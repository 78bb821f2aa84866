package org.andiron.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

class AnchorPropertiesTest {

  private static AnchorProperties bind(Map<String, String> settings) {
    Map<String, String> full = new HashMap<>();
    settings.forEach((key, value) -> full.put("andiron.audit.anchors." + key, value));
    return new Binder(
            List.of(new MapConfigurationPropertySource(full)),
            null,
            ApplicationConversionService.getSharedInstance(),
            null,
            null,
            null)
        .bindOrCreate("andiron.audit.anchors", AnchorProperties.class);
  }

  @Test
  void nothingIsAnchoredByDefault() {
    AnchorProperties settings = bind(Map.of());
    assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.awaitClose()).isTrue();
    assertThat(settings.file()).isNull();
    assertThat(settings.syslogEndpoint()).isEmpty();
    assertThat(settings.httpEndpoint()).isEmpty();
    assertThat(settings.timeStampEndpoint()).isEmpty();
  }

  @Test
  void everySettingIsRead() {
    AnchorProperties settings =
        bind(
            Map.of(
                "interval", "10s",
                "file", "/worm/heads.jsonl",
                "syslog", "syslog+tls://s",
                "ssl-bundle", "b",
                "await-close", "false",
                "http", "https://h/heads",
                "http-authorization", "Bearer s3cret",
                "time-stamp", "http://t/tsa",
                "time-stamp-certificates", "/etc/tsa.pem"));
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.file()).isEqualTo(Path.of("/worm/heads.jsonl"));
    assertThat(settings.syslogEndpoint().orElseThrow()).hasToString("syslog+tls://s:6514");
    assertThat(settings.sslBundle()).isEqualTo("b");
    assertThat(settings.awaitClose()).isFalse();
    assertThat(settings.httpEndpoint().orElseThrow()).hasToString("https://h:443");
    assertThat(settings.httpAuthorization()).isEqualTo("Bearer s3cret");
    assertThat(settings.timeStampEndpoint().orElseThrow()).hasToString("http://t:80");
    assertThat(settings.timeStampCertificates()).isEqualTo(Path.of("/etc/tsa.pem"));
    assertThat(settings.toString()).doesNotContain("s3cret", "heads");
  }

  @ParameterizedTest
  @CsvSource({
    "interval, 999ms, interval must be 1s to 1d",
    "interval, 25h, interval must be 1s to 1d",
    "syslog, https://h, syslog must begin with",
    "http, tcp://h:1, http must begin with",
    "time-stamp-certificates, /x, go together",
    "time-stamp, http://h, go together",
    "ssl-bundle, b, ssl-bundle is for",
    "http-authorization, x, http-authorization needs",
  })
  void whatDoesNotGoTogetherIsRefused(String key, String value, String why) {
    assertThatThrownBy(() -> bind(Map.of(key, value)))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("andiron.audit.anchors.")
        .hasMessageContaining(why);
  }
}
