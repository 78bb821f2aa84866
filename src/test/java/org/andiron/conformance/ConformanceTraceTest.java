package org.andiron.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Holds {@code src/docs/conformance/*.csv} to the tests: each requirement names tests that exist
 * and that the build runs, or says why there is none.
 */
class ConformanceTraceTest {

  private static final Path FOLDER = Path.of("src/docs/conformance");

  private static final List<String> COLUMNS =
      List.of("id", "section", "kind", "who", "requirement", "test", "reason");

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).build();

  static List<Path> traces() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(it -> it.toString().endsWith(".csv")).sorted().toList();
    }
  }

  @Test
  void thereIsATraceOfSmartAppLaunch() throws IOException {
    assertThat(traces()).contains(FOLDER.resolve("smart-app-launch-2.2.csv"));
  }

  @ParameterizedTest
  @MethodSource("traces")
  void eachRowIsCompleteAndThereOnce(Path trace) throws IOException {
    List<CSVRecord> rows = rows(trace);
    assertThat(rows).isNotEmpty();
    Set<String> ids = new HashSet<>();
    for (CSVRecord row : rows) {
      assertThat(row.isConsistent()).as("columns of row %s", row).isTrue();
      assertThat(ids.add(row.get("id"))).as("first row %s", row.get("id")).isTrue();
      assertThat(row.get("kind")).as(row.get("id")).isIn("SHALL", "SHALL NOT");
      for (String column : List.of("id", "section", "who", "requirement")) {
        assertThat(row.get(column)).as("%s of row %s", column, row).isNotBlank();
      }
      assertThat(row.get("test").isBlank())
          .as("row %s has either a test or a reason", row.get("id"))
          .isNotEqualTo(row.get("reason").isBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("traces")
  void eachTestThatIsNamedExistsAndRuns(Path trace) throws IOException {
    for (CSVRecord row : rows(trace)) {
      for (String test : row.get("test").strip().split("\\s+")) {
        if (!test.isEmpty()) {
          assertRuns(row.get("id"), test);
        }
      }
    }
  }

  private static List<CSVRecord> rows(Path trace) throws IOException {
    try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(trace), FORMAT)) {
      assertThat(parser.getHeaderNames()).as("columns of %s", trace).isEqualTo(COLUMNS);
      return parser.getRecords();
    }
  }

  private static void assertRuns(String id, String test) {
    String[] name = test.split("#", -1);
    assertThat(name).as("class and method of %s in row %s", test, id).hasSize(2);
    Class<?> type = load(id, name[0]);
    // These endings are what Surefire and Failsafe look for.
    assertThat(name[0].split("\\$", 2)[0])
        .as("class of %s in row %s", test, id)
        .matches(".*(Test|IT)");
    List<Method> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(it -> it.getName().equals(name[1]))
            .toList();
    assertThat(methods).as("methods %s of row %s", test, id).hasSize(1);
    assertThat(isTest(methods.get(0))).as("%s of row %s is a test", test, id).isTrue();
    assertThat(AnnotationSupport.isAnnotated(methods.get(0), Disabled.class))
        .as("%s of row %s is disabled", test, id)
        .isFalse();
    for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
      assertThat(AnnotationSupport.isAnnotated(c, Disabled.class))
          .as("class of %s in row %s is disabled", test, id)
          .isFalse();
    }
  }

  private static Class<?> load(String id, String name) {
    try {
      return Class.forName(name, false, ConformanceTraceTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("row " + id + " names a class that does not exist: " + name, e);
    }
  }

  private static boolean isTest(Method method) {
    return Stream.of(Test.class, ParameterizedTest.class, TestFactory.class, Property.class)
        .anyMatch(it -> AnnotationSupport.isAnnotated(method, it));
  }
}
