package org.andiron.searchoracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Escaping of {@code $ , | \} in values.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#escaping">3.1.1.4.19</a>
 */
final class Escapes {

  private Escapes() {}

  /** The parts between separators that are not escaped; the parts stay escaped. */
  static List<String> split(String value, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        part.append(c).append(value.charAt(++i));
      } else if (c == separator) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** The literal value; a backslash that escapes nothing is illegal. */
  static String unescape(String value) {
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
        if (i == value.length() || "\\,$|".indexOf(value.charAt(i)) < 0) {
          throw new BadSearch("A backslash escapes nothing: " + value);
        }
        c = value.charAt(i);
      }
      literal.append(c);
    }
    return literal.toString();
  }

  /** The value as it must be written so that {@link #unescape} gives it back. */
  static String escape(String literal) {
    return literal.replaceAll("([\\\\,$|])", "\\\\$1");
  }
}
