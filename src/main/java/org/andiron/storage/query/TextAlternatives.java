package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.List;

/** Values that ask for words of a text. */
final class TextAlternatives {

  private TextAlternatives() {}

  /** The values between commas, unescaped; a comma in a phrase is part of the phrase. */
  static List<String> of(List<String> tokens) {
    List<String> alternatives = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (String token : tokens) {
      words.append(Escapes.unescape(token));
      if (words.chars().filter(it -> it == '"').count() % 2 == 0) {
        alternatives.add(words.toString());
        words.setLength(0);
      } else {
        words.append(',');
      }
    }
    if (!words.isEmpty()) {
      alternatives.add(words.toString());
    }
    return alternatives;
  }
}
