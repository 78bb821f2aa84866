package org.andiron.risk.model;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cards that are as small as they can be. */
final class TestCards {

  private TestCards() {}

  /** One quantity {@code x} of any size, one probability {@code y}. */
  static ModelCard withoutLimits() {
    return read(json(EVALUATED));
  }

  static ModelCard notEvaluated() {
    return read(json(""));
  }

  static ModelCard expiring(LocalDate day) {
    return read(json(EVALUATED + ", \"expires\": \"" + day + "\""));
  }

  private static ModelCard read(String json) {
    return ModelCard.read("model.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static final String EVALUATED =
      """
      , "evaluated": { "by": "b", "on": "2020-01-31", "data": "d", "summary": "s" }\
      """;

  /** The whole file, with members at its end. */
  static String json(String more) {
    return """
    {
      "id": "small",
      "version": "1",
      "url": "https://example.org/small",
      "title": { "en": "t", "zh": "t" },
      "intendedUse": { "en": "t", "zh": "t" },
      "population": { "en": "t", "zh": "t" },
      "notice": { "en": "t", "zh": "t" },
      "absenceOfEvidence": "a",
      "licence": "l",
      "references": [{ "citation": "c" }],
      "coefficients": { "publication": "p", "verification": "v" },
      "inputs": [
        { "name": "x", "title": { "en": "t", "zh": "t" }, "definition": "d",
          "kind": "quantity", "unit": "1" }],
      "outcomes": [{ "id": "y", "title": { "en": "t", "zh": "t" }, "output": "probability" }],
      "sourceAttributes": %s
      %s
    }
    """
        .formatted(attributes(), more);
  }

  private static String attributes() {
    return Stream.of(SourceAttribute.Group.values())
        .map(
            group ->
                "\"%s\": { %s }"
                    .formatted(
                        group.code(),
                        Stream.of(SourceAttribute.values())
                            .filter(attribute -> attribute.group() == group)
                            .map(attribute -> "\"" + attribute.code() + "\": \"a\"")
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining(",\n    ", "{\n    ", "\n  }"));
  }
}
