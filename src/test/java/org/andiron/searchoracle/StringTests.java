package org.andiron.searchoracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.StringType;

/**
 * Strings: by default the folded value begins with the folded search.
 *
 * <p>Readings of the specification: of the words of a name, joined by blanks or dashes, each is
 * searched by itself; dashes and apostrophes count for nothing or for blanks; several words are not
 * spread over several parts of a name or an address.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#string">3.1.1.4.8</a>
 */
final class StringTests {

  private StringTests() {}

  static ElementTest of(SearchDefinition definition, String modifier) {
    boolean name = definition.isPartOfName();
    return switch (modifier) {
      case "" ->
          (element, value) ->
              starting(element, name).stream()
                  .anyMatch(part -> startsWith(part, Escapes.unescape(value)));
      case "contains" ->
          (element, value) ->
              parts(element).stream().anyMatch(part -> contains(part, Escapes.unescape(value)));
      case "exact" -> (element, value) -> parts(element).contains(Escapes.unescape(value));
      default -> throw new BadSearch("A string has no modifier " + modifier);
    };
  }

  static boolean startsWith(String text, String search) {
    return inAnyForm(text, search, String::startsWith);
  }

  static boolean contains(String text, String search) {
    return inAnyForm(text, search, String::contains);
  }

  static boolean endsWith(String text, String search) {
    return inAnyForm(text, search, String::endsWith);
  }

  private static boolean inAnyForm(
      String text, String search, BiPredicate<String, String> comparison) {
    return Folding.forms(text).stream()
        .anyMatch(
            form ->
                Folding.forms(search).stream()
                    .anyMatch(searched -> comparison.test(form, searched)));
  }

  /** The parts of type string. */
  static List<String> parts(Base element) {
    if (element instanceof HumanName name) {
      return present(
          Stream.of(
              Stream.of(name.getText(), name.getFamily()),
              texts(name.getGiven()),
              texts(name.getPrefix()),
              texts(name.getSuffix())));
    }
    if (element instanceof Address address) {
      return present(
          Stream.of(
              Stream.of(address.getText()),
              texts(address.getLine()),
              Stream.of(
                  address.getCity(),
                  address.getDistrict(),
                  address.getState(),
                  address.getPostalCode(),
                  address.getCountry())));
    }
    return List.of(element.primitiveValue());
  }

  private static List<String> starting(Base element, boolean name) {
    List<String> parts = new ArrayList<>(parts(element));
    if (element instanceof HumanName || name) {
      parts(element).forEach(part -> parts.addAll(fromEachWord(part)));
    }
    return parts;
  }

  private static List<String> fromEachWord(String name) {
    return Pattern.compile("(?<=\\s|" + Folding.DASH + ")(?!\\s|" + Folding.DASH + ")")
        .matcher(name)
        .results()
        .map(word -> name.substring(word.start()))
        .filter(rest -> !Folding.fold(rest).isEmpty())
        .toList();
  }

  private static Stream<String> texts(List<StringType> elements) {
    return elements.stream().map(StringType::getValue);
  }

  private static List<String> present(Stream<Stream<String>> parts) {
    return parts.flatMap(part -> part).filter(part -> part != null && !part.isEmpty()).toList();
  }
}
