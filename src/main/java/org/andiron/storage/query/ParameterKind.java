package org.andiron.storage.query;

import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.List;
import java.util.Optional;

/**
 * The types of search parameters, with the modifiers that each has.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
public enum ParameterKind {
  TOKEN(
      "a token",
      "not",
      "text",
      "code-text",
      "in",
      "not-in",
      "above",
      "below",
      "of-type",
      "missing"),
  STRING("a string", "exact", "contains", "missing"),
  DATE("a date", "missing"),
  NUMBER("a number", "missing"),
  QUANTITY("a quantity", "missing"),
  URI("a URI", "above", "below", "missing"),
  REFERENCE("a reference", "identifier", "text", "code-text", "above", "below", "missing"),
  COMPOSITE("a composite", "missing"),
  POSITION("a position", "missing");

  private final String phrase;
  private final List<String> modifiers;

  ParameterKind(String phrase, String... modifiers) {
    this.phrase = phrase;
    this.modifiers = List.of(modifiers);
  }

  static Optional<ParameterKind> of(RestSearchParameterTypeEnum type) {
    return switch (type) {
      case TOKEN -> Optional.of(TOKEN);
      case STRING -> Optional.of(STRING);
      case DATE -> Optional.of(DATE);
      case NUMBER -> Optional.of(NUMBER);
      case QUANTITY -> Optional.of(QUANTITY);
      case URI -> Optional.of(URI);
      case REFERENCE -> Optional.of(REFERENCE);
      case COMPOSITE -> Optional.of(COMPOSITE);
      case SPECIAL -> Optional.of(POSITION);
      case HAS -> Optional.empty();
    };
  }

  /** With its article. */
  String phrase() {
    return phrase;
  }

  List<String> modifiers() {
    return modifiers;
  }
}
