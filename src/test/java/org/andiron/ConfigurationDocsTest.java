package org.andiron;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Holds {@code src/docs/configuration.md} to the code: every {@code andiron.*} setting has a row
 * with its default, its type and its environment variable, and no row describes a setting that does
 * not exist.
 */
class ConfigurationDocsTest {

  private static final Path PAGE = Path.of("src/docs/configuration.md");

  /** {@code | `key` | default | type | `VARIABLE` | meaning |} */
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `(andiron\\.[^`]+)` \\| ([^|]+) \\| ([^|]+) \\| `([A-Z0-9_]+)` \\| ([^|]+) \\|");

  private static final Map<Class<?>, String> TYPES =
      Map.ofEntries(
          Map.entry(int.class, "number"),
          Map.entry(Integer.class, "number"),
          Map.entry(long.class, "number"),
          Map.entry(double.class, "number"),
          Map.entry(boolean.class, "true, false"),
          Map.entry(Duration.class, "duration"),
          Map.entry(Period.class, "period"),
          Map.entry(DataSize.class, "size"),
          Map.entry(Path.class, "path"),
          Map.entry(URI.class, "URL"),
          Map.entry(String.class, "text"),
          Map.entry(ZoneId.class, "time zone"));

  /** What a row says of a setting beside its meaning. */
  private record Setting(String defaultValue, String type, String variable) {}

  @Test
  void everySettingHasARowAndEveryRowASetting() throws Exception {
    assertThat(documented()).containsExactlyInAnyOrderEntriesOf(declared());
  }

  @Test
  void everyRowOfASettingCanBeRead() throws IOException {
    assertThat(Files.readAllLines(PAGE).stream().filter(it -> it.startsWith("| `andiron.")))
        .allSatisfy(line -> assertThat(line).matches(ROW));
  }

  private static Map<String, Setting> documented() throws IOException {
    Map<String, Setting> settings = new TreeMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Setting setting =
            new Setting(row.group(2).replace("`", ""), row.group(3).strip(), row.group(4));
        assertThat(settings.put(row.group(1), setting))
            .as("second row of %s", row.group(1))
            .isNull();
      }
    }
    return settings;
  }

  private static Map<String, Setting> declared() throws ClassNotFoundException {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Map<String, Setting> settings = new TreeMap<>();
    for (var candidate : scanner.findCandidateComponents("org.andiron")) {
      Class<?> type = ClassUtils.forName(String.valueOf(candidate.getBeanClassName()), null);
      if (type.getProtectionDomain()
          .getCodeSource()
          .getLocation()
          .getPath()
          .contains("test-classes")) {
        continue;
      }
      ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
      String prefix = annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix();
      assertThat(prefix).as("prefix of %s", type).startsWith("andiron");
      assertThat(type).as("settings are records").isRecord();
      collect(prefix, type, settings);
    }
    return settings;
  }

  private static void collect(String prefix, Class<?> type, Map<String, Setting> settings) {
    RecordComponent[] components = type.getRecordComponents();
    // Only parameters carry @DefaultValue: it has no other target.
    var parameters = type.getDeclaredConstructors()[0].getParameters();
    for (int i = 0; i < components.length; i++) {
      String key = prefix + "." + kebabCase(components[i].getName());
      Class<?> componentType = components[i].getType();
      if (componentType.isRecord()) {
        collect(key, componentType, settings);
      } else {
        DefaultValue annotation = parameters[i].getAnnotation(DefaultValue.class);
        settings.put(
            key,
            new Setting(
                annotation == null ? "none" : String.join(",", annotation.value()),
                describe(components[i]),
                variable(key)));
      }
    }
  }

  private static String describe(RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(it -> ((Enum<?>) it).name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .collect(Collectors.joining(", "));
    }
    if (List.class.isAssignableFrom(type)) {
      Class<?> element =
          (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
      return "list of " + TYPES.get(element);
    }
    assertThat(TYPES).as("name for the type of %s", component).containsKey(type);
    return TYPES.get(type);
  }

  private static String kebabCase(String name) {
    List<String> words = new ArrayList<>();
    for (String word : name.split("(?=[A-Z])")) {
      words.add(word.toLowerCase(Locale.ROOT));
    }
    return String.join("-", words);
  }

  /** As Spring Boot binds it: capitals, {@code _} for {@code .}, and without {@code -}. */
  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "");
  }
}
