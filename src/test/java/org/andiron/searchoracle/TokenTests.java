package org.andiron.searchoracle;

import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens. {@code :not} and {@code :not-in} are here the tests that must fail for every element, so
 * that a resource without a value is found.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">3.1.1.4.10</a>
 */
final class TokenTests {

  private final Terminology terminology;

  TokenTests(Terminology terminology) {
    this.terminology = terminology;
  }

  ElementTest of(String modifier) {
    return switch (modifier) {
      case "", "not" -> this::isSame;
      case "text" ->
          (element, value) ->
              Token.texts(element).stream()
                  .anyMatch(text -> StringTests.startsWith(text, Escapes.unescape(value)));
      case "in", "not-in" -> this::isIn;
      case "below" -> (element, value) -> isRelated(element, value, false);
      case "above" -> (element, value) -> isRelated(element, value, true);
      case "of-type" -> TokenTests::isOfType;
      default -> throw new BadSearch("A token has no modifier " + modifier);
    };
  }

  /** A search value: null for "any", an empty system for "none". */
  private record Searched(@Nullable String system, @Nullable String code) {

    static Searched parse(String value) {
      List<String> parts = Escapes.split(value, '|').stream().map(Escapes::unescape).toList();
      return switch (parts.size()) {
        case 1 -> new Searched(null, parts.get(0));
        case 2 -> new Searched(parts.get(0), parts.get(1).isEmpty() ? null : parts.get(1));
        default -> throw new BadSearch("A token has one bar at most: " + value);
      };
    }

    boolean systemAllows(Token token) {
      return system == null
          || (system.isEmpty() ? token.system() == null : system.equals(token.system()));
    }
  }

  private boolean isSame(Base element, String value) {
    Searched searched = Searched.parse(value);
    return Token.of(element).stream().anyMatch(token -> isSame(searched, token));
  }

  private boolean isSame(Searched searched, Token token) {
    if (token.kind() == Token.Kind.PLAIN || token.kind() == Token.Kind.TEXT) {
      if (searched.system() != null) {
        throw new BadSearch("This has no system");
      }
      String code = Objects.requireNonNull(searched.code());
      return token.kind() == Token.Kind.TEXT
          ? code.equalsIgnoreCase(token.code())
          : code.equals(token.code());
    }
    return searched.systemAllows(token)
        && (searched.code() == null
            || (token.code() != null
                && (token.kind() == Token.Kind.IDENTIFYING
                    ? searched.code().equals(token.code())
                    : terminology.sameCode(token.system(), searched.code(), token.code()))));
  }

  private boolean isIn(Base element, String value) {
    String valueSet = Escapes.unescape(value);
    return Token.of(element).stream()
        .anyMatch(
            token ->
                token.code() != null && terminology.isIn(valueSet, token.system(), token.code()));
  }

  private boolean isRelated(Base element, String value, boolean above) {
    Searched searched = Searched.parse(value);
    String code = searched.code();
    if (code == null) {
      throw new BadSearch("No code to look from: " + value);
    }
    return Token.of(element).stream()
        .filter(token -> token.code() != null && searched.systemAllows(token))
        .anyMatch(
            token ->
                above
                    ? terminology.subsumes(token.system(), token.code(), code)
                    : terminology.subsumes(token.system(), code, token.code()));
  }

  private static boolean isOfType(Base element, String value) {
    List<String> parts = Escapes.split(value, '|').stream().map(Escapes::unescape).toList();
    if (parts.size() != 3 || parts.contains("")) {
      throw new BadSearch("All of system|code|value must be there: " + value);
    }
    return element instanceof Identifier identifier
        && parts.get(2).equals(identifier.getValue())
        && identifier.getType().hasCoding(parts.get(0), parts.get(1));
  }
}
