package org.andiron.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class DatabasePropertiesTest {

  @Test
  void defaultsAreAsDocumented() {
    assertThat(bind("andiron.db", DatabaseProperties.class, Map.of()))
        .isEqualTo(DatabaseProperties.none());
    assertThat(bind("andiron.storage.embedded", EmbeddedPostgresProperties.class, Map.of()))
        .isEqualTo(
            new EmbeddedPostgresProperties(
                Path.of("data/postgres"),
                0,
                Duration.ofMinutes(3),
                Duration.ofSeconds(30),
                100,
                DataSize.ofMegabytes(256)));
    assertThat(bind("andiron.storage", ConnectionPoolProperties.class, Map.of()))
        .isEqualTo(new ConnectionPoolProperties(20, Duration.ofSeconds(10)));
  }

  @Test
  void everyKeyIsRead() {
    assertThat(
            bind(
                "andiron.db",
                DatabaseProperties.class,
                Map.of(
                    "andiron.db.url", "jdbc:postgresql://db/andiron",
                    "andiron.db.user", "u",
                    "andiron.db.password", " p ",
                    "andiron.db.connect-timeout", "3s")))
        .isEqualTo(
            new DatabaseProperties(
                "jdbc:postgresql://db/andiron", "u", " p ", Duration.ofSeconds(3)));
    assertThat(
            bind(
                "andiron.storage.embedded",
                EmbeddedPostgresProperties.class,
                Map.of(
                    "andiron.storage.embedded.directory", "/a b/\u00fc",
                    "andiron.storage.embedded.port", "5433",
                    "andiron.storage.embedded.start-timeout", "1m",
                    "andiron.storage.embedded.stop-timeout", "5s",
                    "andiron.storage.embedded.max-connections", "50",
                    "andiron.storage.embedded.shared-buffers", "1GB")))
        .satisfies(
            properties -> {
              assertThat(properties.port()).isEqualTo(5433);
              assertThat(properties.startTimeout()).isEqualTo(Duration.ofMinutes(1));
              assertThat(properties.stopTimeout()).isEqualTo(Duration.ofSeconds(5));
              assertThat(properties.maxConnections()).isEqualTo(50);
              assertThat(properties.sharedBuffers()).isEqualTo(DataSize.ofGigabytes(1));
            });
    assertThat(
            bind(
                "andiron.storage",
                ConnectionPoolProperties.class,
                Map.of(
                    "andiron.storage.pool-size", "7",
                    "andiron.storage.connection-timeout", "2s")))
        .isEqualTo(new ConnectionPoolProperties(7, Duration.ofSeconds(2)));
  }

  @Test
  void theEnvironmentSelectsAnExternalDatabase() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(
                    "ANDIRON_DB_URL", "jdbc:postgresql://db/andiron",
                    "ANDIRON_DB_USER", "u",
                    "ANDIRON_DB_PASSWORD", "secret")));
    ConfigurationPropertySources.attach(environment);
    DatabaseProperties bound =
        Binder.get(environment).bindOrCreate("andiron.db", DatabaseProperties.class);
    assertThat(bound.isExternal()).isTrue();
    assertThat(bound.user()).isEqualTo("u");
    assertThat(bound.password()).isEqualTo("secret");
    assertThat(bound.toString()).doesNotContain("secret");
  }

  @Test
  void anEmptyVariableCountsAsUnset() {
    assertThat(new DatabaseProperties(" ", "", "", Duration.ofSeconds(10)))
        .isEqualTo(DatabaseProperties.none());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"postgres://u:secret@db/andiron", "jdbc:mysql://db/andiron?password=secret"})
  void anotherKindOfAddressIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> new DatabaseProperties(url, null, null, Duration.ofSeconds(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must start with jdbc:postgresql:")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aUserWithoutAnAddressIsRefused() {
    assertThatThrownBy(() -> new DatabaseProperties(null, "u", null, Duration.ofSeconds(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ANDIRON_DB_URL");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h:1/d, jdbc:postgresql://h:1/d",
    "jdbc:postgresql://h/d?user=u&password=x&sslmode=require,"
        + " jdbc:postgresql://h/d?user=u&password=***&sslmode=require",
    "jdbc:postgresql://h/d?sslPassword=x, jdbc:postgresql://h/d?sslPassword=***",
    "jdbc:postgresql://u:x@h/d, jdbc:postgresql://***@h/d",
  })
  void addressesAreShownWithoutTheirSecrets(String url, String shown) {
    assertThat(DatabaseProperties.redact(url)).isEqualTo(shown);
  }

  @Test
  void valuesOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new ConnectionPoolProperties(1, Duration.ofSeconds(1)))
        .hasMessageContaining("andiron.storage.pool-size");
    assertThatThrownBy(() -> new ConnectionPoolProperties(2, Duration.ZERO))
        .hasMessageContaining("andiron.storage.connection-timeout");
    assertThatThrownBy(
            () ->
                new EmbeddedPostgresProperties(
                    Path.of("x"),
                    70000,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    100,
                    DataSize.ofMegabytes(64)))
        .hasMessageContaining("andiron.storage.embedded.port");
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
  }
}
