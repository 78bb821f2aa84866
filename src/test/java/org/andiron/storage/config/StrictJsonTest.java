package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  private static final StrictJson JSON = new StrictJson("roles/a.json");
  private static final Set<String> NAMES = Set.of("title", "rights", "active");

  /** Everything that may be asked of a member. */
  private static final List<BiFunction<ObjectValue, String, @Nullable Object>> QUESTIONS =
      List.of(
          JSON::optional,
          JSON::required,
          JSON::items,
          JSON::requiredItems,
          JSON::optionalText,
          JSON::text,
          JSON::flag,
          (object, name) -> JSON.flag(object, name, true),
          (object, name) -> JSON.object(JSON.required(object, name), NAMES),
          (object, name) -> day(object, name));

  private static DayOfWeek day(ObjectValue object, String name) {
    return JSON.oneOf(JSON.required(object, name), name, DayOfWeek.values(), DayOfWeek::name);
  }

  private static ObjectValue document(String json) {
    return JSON.document(json.getBytes(StandardCharsets.UTF_8), NAMES);
  }

  private static void refused(Runnable reading, String message) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(reading::run)
        .withMessage("roles/a.json, " + message);
  }

  @Test
  void whatIsAsExpectedIsRead() {
    ObjectValue object =
        document("{\"title\": \"MONDAY\", \"rights\": [\"a\", \"b\"], \"active\": false}");

    assertThat(JSON.text(object, "title")).isEqualTo("MONDAY");
    assertThat(JSON.optionalText(object, "title")).isEqualTo("MONDAY");
    assertThat(day(object, "title")).isEqualTo(DayOfWeek.MONDAY);
    assertThat(JSON.requiredItems(object, "rights"))
        .extracting(it -> JSON.text(it, "rights"))
        .containsExactly("a", "b");
    assertThat(JSON.flag(object, "active")).isFalse();
    assertThat(JSON.flag(object, "active", true)).isFalse();
  }

  @Test
  void whatMayBeMissingIsNothing() {
    ObjectValue object = document("{}");

    assertThat(JSON.optional(object, "title")).isNull();
    assertThat(JSON.optionalText(object, "title")).isNull();
    assertThat(JSON.items(object, "rights")).isEmpty();
    assertThat(JSON.flag(object, "active", true)).isTrue();
    assertThat(JSON.flag(object, "active", false)).isFalse();
  }

  @Test
  void whatMustBeThereIsMissed() {
    ObjectValue object = document("\n  {}");

    refused(() -> JSON.required(object, "title"), "line 2, column 3: title is missing");
    refused(() -> JSON.text(object, "title"), "line 2, column 3: title is missing");
    refused(() -> JSON.requiredItems(object, "rights"), "line 2, column 3: rights is missing");
    refused(() -> JSON.flag(object, "active"), "line 2, column 3: active is missing");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestKnownOne() {
    refused(
        () -> document("{\"title\": \"T\",\n \"rigths\": []}"),
        "line 2, column 2: unknown name \"rigths\"; known are [active, rights, title]; did you mean"
            + " \"rights\"?");
    refused(
        () -> document("{\"comment\": \"C\"}"),
        "line 1, column 2: unknown name \"comment\"; known are [active, rights, title]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"true\"", "[]", "{}"})
  void aFlagIsTrueOrFalse(String value) {
    ObjectValue object = document("{\"active\": " + value + "}");
    String message = "line 1, column 12: active must be true or false";

    refused(() -> JSON.flag(object, "active"), message);
    refused(() -> JSON.flag(object, "active", true), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "true", "\" \"", "[]", "{}"})
  void aTextIsAStringWithSomethingInIt(String value) {
    ObjectValue object = document("{\"title\": " + value + "}");
    String message = "line 1, column 11: title must be a string that is not empty";

    refused(() -> JSON.text(object, "title"), message);
    refused(() -> JSON.optionalText(object, "title"), message);
    refused(() -> day(object, "title"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "true", "\"a\"", "{}"})
  void itemsAreInAnArray(String value) {
    ObjectValue object = document("{\"rights\": " + value + "}");

    refused(() -> JSON.items(object, "rights"), "line 1, column 12: rights must be an array");
  }

  @Test
  void aCodeIsOneOfThoseThereAre() {
    String days = "[MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY]";

    refused(
        () -> day(document("{\"title\": \"FRYDAY\"}"), "title"),
        "line 1, column 11: title must be one of " + days + "; did you mean \"FRIDAY\"?");
    refused(
        () -> day(document("{\"title\": \"Weihnachten\"}"), "title"),
        "line 1, column 11: title must be one of " + days);
  }

  @Property
  void anyJsonIsReadOrRefused(@ForAll("json") String json) {
    readOrRefuse(json.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void whatIsNearlyJsonIsReadOrRefused(
      @ForAll("json") String json, @ForAll int place, @ForAll("scraps") String scrap) {
    int at = Math.floorMod(place, json.length());
    readOrRefuse((json.substring(0, at) + scrap).getBytes(StandardCharsets.UTF_8));
    readOrRefuse(
        (json.substring(0, at) + scrap + json.substring(at + 1)).getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] content) {
    readOrRefuse(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"title\":", "1"})
  void whatIsBeyondMeasureIsRefused(String repeated) {
    assertThat(readOrRefuse(repeated.repeat(20_000).getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  /** Whether the document is read; each question is answered, or refused in one line. */
  private static boolean readOrRefuse(byte[] content) {
    ObjectValue object;
    try {
      object = JSON.document(content, NAMES);
    } catch (RuntimeException e) {
      isRefusal(e, content);
      return false;
    }
    for (String name : NAMES) {
      for (var question : QUESTIONS) {
        try {
          Object unused = question.apply(object, name);
        } catch (RuntimeException e) {
          isRefusal(e, content);
        }
      }
    }
    return true;
  }

  private static void isRefusal(RuntimeException e, byte[] content) {
    if (!(e instanceof ConfigurationFileException)) {
      fail("for " + new String(content, StandardCharsets.UTF_8), e);
    }
    assertThat(e).hasMessageStartingWith("roles/a.json");
    assertThat(e.getMessage()).doesNotContain("\n", "\r");
  }

  @Provide
  Arbitrary<String> scraps() {
    return Arbitraries.of(
        "", "\"", "\\", "{", "}", "[", "]", ",", ":", "\u0000", "é", "\ud800", "1");
  }

  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            Arbitraries.of("null", "true", "0", "-1.5e300", "1e999999", "\"FRIDAY\"", "\"\""),
            Arbitraries.strings().ofMaxLength(5).map(StrictJsonTest::quoted));
    return object(
        Arbitraries.recursive(
            () -> scalars, inner -> Arbitraries.oneOf(scalars, array(inner), object(inner)), 2));
  }

  private static Arbitrary<String> array(Arbitrary<String> items) {
    return items.list().ofMaxSize(3).map(it -> "[" + String.join(", ", it) + "]");
  }

  private static Arbitrary<String> object(Arbitrary<String> values) {
    Arbitrary<String> names =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of(NAMES)), Tuple.of(1, Arbitraries.strings().ofMaxLength(5)));
    return Combinators.combine(names, values)
        .as((name, value) -> quoted(name) + ": " + value)
        .list()
        .ofMaxSize(3)
        .map(members -> "{" + String.join(", ", members) + "}");
  }

  /** Written with escapes for all but letters and digits. */
  private static String quoted(String text) {
    return text.chars()
        .mapToObj(
            it -> Character.isLetterOrDigit(it) ? Character.toString(it) : "\\u%04x".formatted(it))
        .collect(Collectors.joining("", "\"", "\""));
  }
}
