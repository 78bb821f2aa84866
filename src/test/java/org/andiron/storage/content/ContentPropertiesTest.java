package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class ContentPropertiesTest {

  private static ContentProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.search", ContentProperties.class);
  }

  @Test
  void everyKeyIsRead() {
    assertThat(bind(Map.of())).isEqualTo(new ContentProperties("simple", DataSize.ofMegabytes(10)));
    assertThat(
            bind(
                Map.of(
                    "andiron.search.text-language", "german",
                    "andiron.search.attachment-limit", "0B")))
        .isEqualTo(new ContentProperties("german", DataSize.ofBytes(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "de-DE", "English", "a;b"})
  void languagesAreNames(String language) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContentProperties(language, DataSize.ofBytes(1)))
        .withMessageContaining("andiron.search.text-language");
  }

  @Test
  void theLimitIsNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContentProperties("simple", DataSize.ofBytes(-1)))
        .withMessageContaining("andiron.search.attachment-limit");
  }
}
