package org.andiron.searchoracle;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One name and value of a search URL: all criteria of a URL must be met. */
sealed interface Criterion {

  /** A parameter of the resource itself; an empty modifier means none; values stay escaped. */
  record Parameter(String code, String modifier, List<String> values) implements Criterion {}

  /**
   * A parameter of a resource this one refers to.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#chaining">3.1.1.4.15</a>
   */
  record Chain(String reference, @Nullable String targetType, Criterion rest)
      implements Criterion {}

  /**
   * A parameter of a resource that refers to this one.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#has">3.1.1.4.16</a>
   */
  record Has(String sourceType, String reference, Criterion rest) implements Criterion {}

  /** Reads a decoded name and value. */
  static Criterion parse(String name, String value) {
    if (name.startsWith("_has:")) {
      String[] parts = name.split(":", 4);
      if (parts.length < 4) {
        throw new BadSearch("_has needs type, reference and parameter: " + name);
      }
      return new Has(parts[1], parts[2], parse(parts[3], value));
    }
    int dot = name.indexOf('.');
    if (dot >= 0) {
      String[] head = name.substring(0, dot).split(":", 2);
      return new Chain(
          head[0], head.length == 2 ? head[1] : null, parse(name.substring(dot + 1), value));
    }
    String[] parts = name.split(":", 2);
    // The values of _filter are an expression of its own grammar.
    List<String> values =
        parts[0].equals("_filter")
            ? List.of(value)
            : Escapes.split(value, ',').stream().filter(v -> !v.isEmpty()).toList();
    return new Parameter(parts[0], parts.length == 2 ? parts[1] : "", values);
  }

  /** Whether there is a value at all; empty parameters are ignored (3.1.1.3). */
  default boolean isEmpty() {
    if (this instanceof Chain chain) {
      return chain.rest().isEmpty();
    }
    if (this instanceof Has has) {
      return has.rest().isEmpty();
    }
    return ((Parameter) this).values().stream().allMatch(String::isEmpty);
  }

  /** Parameters of the result, which decide nothing about what matches (3.1.1.5). */
  static boolean isOfResult(String name) {
    return Arrays.asList(
            "_sort",
            "_count",
            "_include",
            "_revinclude",
            "_summary",
            "_elements",
            "_total",
            "_format",
            "_pretty",
            "_contained",
            "_containedType",
            "_score")
        .contains(name.split(":", 2)[0]);
  }
}
