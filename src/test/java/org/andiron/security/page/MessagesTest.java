package org.andiron.security.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

  private static final Path RESOURCES = Path.of("src/main/resources");

  /** {@code #{key}}, and keys in texts of expressions. */
  private static final Pattern USED =
      Pattern.compile("#\\{\\|?([a-z][a-z.-]*)|#messages\\.msg\\('([a-z.-]+)'|page\\('([a-z.-]+)'");

  private static Properties read(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(RESOURCES.resolve("auth/" + name + ".properties"))) {
      properties.load(reader);
    }
    return properties;
  }

  static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("templates/auth"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages", "resource-types"})
  void eachTextIsThereInBothLanguages(String bundle) throws IOException {
    Properties english = read(bundle);
    Properties chinese = read(bundle + "_zh_CN");
    assertThat(chinese.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(chinese.getProperty(key)).as(key).isNotBlank();
      assertThat(arguments(chinese.getProperty(key)))
          .as(key)
          .isEqualTo(arguments(english.getProperty(key)));
    }
  }

  /** An apostrophe would quote what follows, in texts with arguments only. */
  private static Set<String> arguments(String text) {
    assertThat(text).doesNotContain("'");
    MessageFormat parsed = new MessageFormat(text);
    assertThat(parsed.format(new Object[] {1, 2, 3})).isNotBlank();
    Set<String> arguments = new TreeSet<>();
    Matcher matcher = Pattern.compile("\\{(\\d)").matcher(text);
    while (matcher.find()) {
      arguments.add(matcher.group(1));
    }
    return arguments;
  }

  @Test
  void templatesUseOnlyTextsThatThereAre() throws IOException {
    Set<String> known = read("messages").stringPropertyNames();
    for (Path template : templates()) {
      Matcher matcher = USED.matcher(Files.readString(template));
      while (matcher.find()) {
        String key =
            Stream.of(1, 2, 3)
                .map(matcher::group)
                .filter(it -> it != null)
                .findFirst()
                .orElseThrow();
        boolean beginning = key.endsWith(".");
        assertThat(known)
            .as(template + ": " + key)
            .anyMatch(it -> beginning ? it.startsWith(key) : it.equals(key));
      }
    }
  }

  @Test
  void eachErrorHasItsText() throws IOException {
    Set<String> known = read("messages").stringPropertyNames();
    for (ErrorController.Code code : ErrorController.Code.values()) {
      String key = "error." + code.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      assertThat(known).contains(key + ".title", key + ".text");
    }
  }
}
