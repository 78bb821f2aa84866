package org.andiron.audit.lifecycle;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.andiron.storage.config.Digest;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The settings {@code andiron.*} with which the server runs, wherever they come from, as digests of
 * their values.
 */
final class AppliedSettings {

  /** With which the name of each begins. */
  static final String PREFIX = "andiron.";

  private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("andiron");

  /** Of these a digest would still allow to try out which it is. That there is one is kept. */
  private static final Pattern SECRET =
      Pattern.compile("password|secret|authorization|token|credential", Pattern.CASE_INSENSITIVE);

  private AppliedSettings() {}

  /** By name; those of which nothing says anything are not there. */
  static Map<String, String> of(Environment environment) {
    Map<ConfigurationPropertyName, String> states = new TreeMap<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource some) {
        some.stream()
            .filter(ROOT::isAncestorOf)
            .forEach(name -> states.computeIfAbsent(name, it -> state(environment, some, it)));
      }
    }
    Map<String, String> settings = new TreeMap<>();
    states.forEach((name, state) -> settings.put(name.toString(), state));
    return settings;
  }

  private static String state(
      Environment environment, ConfigurationPropertySource source, ConfigurationPropertyName name) {
    if (SECRET.matcher(name.toString()).find()) {
      return "set";
    }
    ConfigurationProperty property = source.getConfigurationProperty(name);
    String value = property == null ? "" : String.valueOf(property.getValue());
    return Digest.of(environment.resolvePlaceholders(value).getBytes(StandardCharsets.UTF_8));
  }
}
