package org.andiron.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;
import org.junit.jupiter.api.Test;

/** The texts of reports are all there, in both languages. */
class ReportTextsTest {

  private static final Path RESOURCES = Path.of("src/main/resources");

  private static Properties read(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(RESOURCES.resolve("audit/" + name + ".properties"))) {
      properties.load(reader);
    }
    return properties;
  }

  @Test
  void eachTextIsThereInBothLanguages() throws IOException {
    Properties english = read("access-report");
    Properties chinese = read("access-report_zh_CN");
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
    assertThat(new MessageFormat(text).format(new Object[] {1, 2, 3})).isNotBlank();
    Set<String> arguments = new TreeSet<>();
    Matcher matcher = Pattern.compile("\\{(\\d)").matcher(text);
    while (matcher.find()) {
      arguments.add(matcher.group(1));
    }
    return arguments;
  }

  @Test
  void everythingThatCanBeSaidHasItsText() throws IOException {
    Set<String> known = read("access-report").stringPropertyNames();
    assertThat(known)
        .containsAll(Arrays.stream(EventKind.values()).map(it -> "kind." + it.code()).toList())
        .containsAll(
            Arrays.stream(FailureReason.values()).map(it -> "failure." + it.name()).toList())
        .containsAll(Arrays.stream(Doing.values()).map(it -> "count." + it.name()).toList())
        .containsAll(Arrays.stream(StaffNames.values()).map(it -> "names." + it.name()).toList())
        .containsAll(CsvReport.COLUMNS.stream().map(it -> "column." + it).toList());
    String classes = "";
    for (String name : Set.of("ReportWords", "HtmlReport", "HtmlDays", "CsvReport")) {
      classes +=
          Files.readString(
              Path.of("src/main/java/org/andiron/audit/report").resolve(name + ".java"));
    }
    assertUsed(known, classes, Pattern.compile("text\\(\\s*\"([a-z.]+)\""));
    assertUsed(
        known,
        Files.readString(RESOURCES.resolve("templates/audit/access-report.html")),
        Pattern.compile("#\\{([a-z.]+)"));
  }

  private static void assertUsed(Set<String> known, String source, Pattern use) {
    Matcher matcher = use.matcher(source);
    int uses = 0;
    while (matcher.find()) {
      String key = matcher.group(1);
      assertThat(known)
          .as(key)
          .anyMatch(it -> key.endsWith(".") ? it.startsWith(key) : it.equals(key));
      uses++;
    }
    assertThat(uses).isGreaterThan(10);
  }
}
