package org.andiron.searchoracle;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;

/**
 * URIs: the same character by character; {@code :below} finds what begins with the search value,
 * {@code :above} what the search value begins with, both for URLs only.
 *
 * <p>Reading of the specification: a canonical without a version is a search for every version.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#uri">3.1.1.4.9</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#versions">3.1.1.4.13</a>
 */
final class UriTests {

  private UriTests() {}

  static ElementTest of(String modifier) {
    return switch (modifier) {
      case "" -> (element, value) -> same(element, Escapes.unescape(value));
      case "below" -> (element, value) -> isBelow(element, Escapes.unescape(value));
      case "above" -> (element, value) -> isAbove(element, Escapes.unescape(value));
      default -> throw new BadSearch("A URI has no modifier " + modifier);
    };
  }

  /** A search for the whole URI; a bar and a version need no escape. */
  static boolean same(Base element, String search) {
    String uri = element.primitiveValue();
    return uri.equals(search)
        || (element instanceof CanonicalType
            && !search.contains("|")
            && uri.startsWith(search + "|"));
  }

  static boolean isBelow(Base element, String search) {
    requireUrl(search);
    return same(element, search) || element.primitiveValue().startsWith(search);
  }

  static boolean isAbove(Base element, String search) {
    requireUrl(search);
    String withoutVersion = element.primitiveValue().split("\\|", 2)[0];
    return same(element, search) || search.startsWith(withoutVersion);
  }

  private static void requireUrl(String search) {
    if (!search.contains("://")) {
      throw new BadSearch("Above and below are of URLs only: " + search);
    }
  }
}
