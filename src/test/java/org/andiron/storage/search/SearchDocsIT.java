package org.andiron.storage.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Asks what {@code src/docs/search.md} says that one can ask. */
class SearchDocsIT extends AndironIT {

  private static final Path PAGE = Path.of("src/docs/search.md");
  private static final Pattern RECORDS = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EXAMPLE =
      Pattern.compile("^\\| `([^`]*\\?[^`]*)` \\| ([^|]+) \\|$", Pattern.MULTILINE);

  private static final List<String> RESOURCES =
      List.of(
          "DiagnosticReport/ex-ct",
          "Observation/ex-glucose",
          "Observation/ex-weight",
          "Patient/ex-hueber",
          "Patient/ex-obrien",
          "Patient/ex-li",
          "Practitioner/ex-nowak");

  @AfterEach
  void removeTheRecords() {
    RESOURCES.forEach(it -> http().delete(it));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleFindsWhatThePageSays() throws IOException {
    String page = Files.readString(PAGE);
    Matcher records = RECORDS.matcher(page);
    assertThat(records.find()).isTrue();
    Answer stored = http().post("", records.group(1));
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
    List<Example> examples =
        EXAMPLE
            .matcher(page)
            .results()
            .filter(it -> !it.group(1).startsWith("GET"))
            .map(it -> new Example(it.group(1).replace("\\|", "|"), ids(it.group(2))))
            .toList();
    assertThat(examples).hasSizeGreaterThan(40);
    return examples.stream()
        .map(it -> dynamicTest(it.request(), () -> assertThat(find(it)).isEqualTo(it.ids())));
  }

  private record Example(String request, Set<String> ids) {}

  private static Set<String> ids(String cell) {
    return cell.strip().equals("nothing")
        ? Set.of()
        : new TreeSet<>(Arrays.asList(cell.strip().split(", ")));
  }

  /** Those of the example's records that match, whatever others there are. */
  private Set<String> find(Example example) {
    int mark = example.request().indexOf('?');
    String query =
        Arrays.stream(example.request().substring(mark + 1).split("&"))
            .map(SearchDocsIT::encoded)
            .collect(Collectors.joining("&"));
    Set<String> found = new TreeSet<>();
    List<Answer> pages =
        http().pages(example.request().substring(0, mark) + '?' + query + "&_count=1000");
    for (Answer page : pages) {
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      for (JsonNode entry : page.json().path("entry")) {
        String id = entry.at("/resource/id").asText();
        if (entry.at("/search/mode").asText().equals("match") && id.startsWith("ex-")) {
          found.add(id);
        }
      }
    }
    return found;
  }

  private static String encoded(String parameter) {
    int equals = parameter.indexOf('=');
    return parameter.substring(0, equals)
        + '='
        + URLEncoder.encode(parameter.substring(equals + 1), UTF_8);
  }
}
