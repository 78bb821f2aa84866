package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.List;

/**
 * Escaping of {@code $ , | \} in values.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#escaping">Escaping search parameters</a>
 */
final class Escapes {

  private static final String ESCAPED = "\\,$|";

  private Escapes() {}

  /** The parts between separators that are not escaped; the parts stay escaped. */
  static List<String> split(String value, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '\\') {
        i++;
      } else if (value.charAt(i) == separator) {
        parts.add(value.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(value.substring(start));
    return parts;
  }

  /** The value meant; a backslash that escapes nothing stands for itself. */
  static String unescape(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() && ESCAPED.indexOf(value.charAt(i + 1)) >= 0) {
        i++;
        c = value.charAt(i);
      }
      literal.append(c);
    }
    return literal.toString();
  }

  /** The value as it has to be written. */
  static String escape(String literal) {
    return literal.replaceAll("([\\\\,$|])", "\\\\$1");
  }
}
