package org.andiron.security.issuer;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as the operator writes them. */
final class ExternalSettings {

  private ExternalSettings() {}

  static ExternalProperties of(String... settings) {
    Map<String, String> written =
        Arrays.stream(settings)
            .map(it -> it.split("=", 2))
            .collect(Collectors.toMap(it -> "andiron.security.external." + it[0], it -> it[1]));
    return new Binder(new MapConfigurationPropertySource(written))
        .bindOrCreate("andiron.security.external", ExternalProperties.class);
  }
}
