package org.andiron.startup;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses a start with an {@code andiron.*} setting that does not exist: a misspelt one would be
 * ignored without a word. The environment is shared with other programs, so a variable there is
 * only warned of, and only if it resembles a setting.
 *
 * <p>The settings that exist are the components of the {@link ConfigurationProperties} records of
 * the context.
 */
public final class UnknownSettings
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Logger LOG = LoggerFactory.getLogger(UnknownSettings.class);
  private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("andiron");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    // As soon as the beans are known, and before one of them is made.
    context.addBeanFactoryPostProcessor(beans -> check(context.getEnvironment(), settings(beans)));
  }

  /**
   * Throws for an unknown setting, warns of a suspicious environment variable.
   *
   * @param known names to show, by their form without dashes
   */
  static void check(ConfigurableEnvironment environment, Map<String, String> known) {
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource names) {
        boolean shared = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        names.stream()
            .filter(name -> ROOT.isAncestorOf(name) && !known.containsKey(plain(name)))
            .forEach(name -> report(name, shared, known));
      }
    }
  }

  private static void report(
      ConfigurationPropertyName name, boolean shared, Map<String, String> known) {
    Optional<String> meant =
        Optional.ofNullable(Spelling.nearest(plain(name), known.keySet())).map(known::get);
    if (!shared) {
      throw new StartupRefusedException(
          "there is no setting "
              + name
              + meant.map(it -> "; did you mean " + it + "?").orElse("; see --help"));
    }
    meant.ifPresent(
        it ->
            LOG.warn(
                "The environment variable for {} is no setting; did you mean {}?",
                name,
                "ANDIRON_"
                    + it.substring("andiron.".length())
                        .toUpperCase(Locale.ROOT)
                        .replace('.', '_')
                        .replace("-", "")));
  }

  /** Names of all settings, by their form without dashes. */
  static Map<String, String> settings(ConfigurableListableBeanFactory beans) {
    Map<String, String> settings = new TreeMap<>();
    for (String bean : beans.getBeanDefinitionNames()) {
      @Nullable ConfigurationProperties annotation =
          beans.findAnnotationOnBean(bean, ConfigurationProperties.class, false);
      @Nullable Class<?> type = beans.getType(bean, false);
      if (annotation != null && type != null && type.isRecord()) {
        String prefix =
            MergedAnnotations.from(type).get(ConfigurationProperties.class).getString("prefix");
        collect(prefix, type, settings);
      }
    }
    return settings;
  }

  private static void collect(String prefix, Class<?> type, Map<String, String> settings) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + "." + kebabCase(component.getName());
      if (component.getType().isRecord()) {
        collect(name, component.getType(), settings);
      } else {
        settings.put(plain(ConfigurationPropertyName.of(name)), name);
      }
    }
  }

  private static String kebabCase(String name) {
    return name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** Without {@code andiron}, dashes, case and positions in a list. */
  private static String plain(ConfigurationPropertyName name) {
    StringBuilder plain = new StringBuilder();
    for (int i = 1; i < name.getNumberOfElements(); i++) {
      if (!name.isNumericIndex(i)) {
        plain.append('.').append(name.getElement(i, Form.UNIFORM));
      }
    }
    return plain.toString();
  }
}
