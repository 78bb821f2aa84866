package org.andiron.storage.index;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The words of names: a name is found by the beginning of each, be they joined by blanks or by
 * dashes.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#string">Searching the parts of a family name
 *     independently</a>
 */
final class NameWords {

  /** A longer name is none. */
  private static final int LONGEST = 200;

  private static final int MOST = 20;

  private NameWords() {}

  /** What the name is from its second word on, from its third, and so on, in all forms. */
  static Set<String> behindFirst(String name) {
    if (name.length() > LONGEST) {
      return Set.of();
    }
    Set<String> rests = new LinkedHashSet<>();
    for (int i = 1; i < name.length() && rests.size() < MOST; i++) {
      if (!divides(name.charAt(i)) && divides(name.charAt(i - 1))) {
        rests.addAll(TextFold.forms(name.substring(i)));
      }
    }
    rests.removeAll(TextFold.forms(name));
    rests.remove("");
    return rests;
  }

  private static boolean divides(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || TextFold.isDash(c);
  }
}
