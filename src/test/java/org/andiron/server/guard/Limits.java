package org.andiron.server.guard;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Limits as an operator would set them. */
final class Limits {

  private Limits() {}

  static LimitsProperties defaults() {
    return with(Map.of());
  }

  static LimitsProperties with(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.limits", LimitsProperties.class);
  }
}
