package org.andiron.storage.content;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in the index for a piece of a text: a word, or two neighbouring characters of a
 * script without gaps, or the last character of such a piece.
 *
 * @param text letters and digits only
 * @param offset how many positions behind the beginning
 * @param kind what it is
 */
record Lexeme(String text, int offset, Kind kind) {

  private static final int MOST_JOINED = 5;
  private static final int LONGEST_JOINED = 60;

  enum Kind {
    WORD,
    PAIR,
    LAST
  }

  /**
   * The lexemes of the parts of a word. They take as many positions as there are words and
   * characters without gaps.
   */
  static List<Lexeme> of(List<String> parts) {
    List<Lexeme> lexemes = new ArrayList<>();
    int offset = 0;
    for (String part : parts) {
      int[] letters = part.codePoints().toArray();
      int start = 0;
      while (start < letters.length) {
        boolean unsegmented = UnsegmentedScript.has(letters[start]);
        int end = start + 1;
        while (end < letters.length && continues(letters[end], unsegmented)) {
          end++;
        }
        if (unsegmented) {
          for (int i = start; i < end - 1; i++) {
            lexemes.add(new Lexeme(new String(letters, i, 2), offset++, Kind.PAIR));
          }
          lexemes.add(new Lexeme(new String(letters, end - 1, 1), offset++, Kind.LAST));
        } else {
          lexemes.add(new Lexeme(new String(letters, start, end - start), offset++, Kind.WORD));
        }
        start = end;
      }
    }
    return lexemes;
  }

  /** Marks belong to the letter before them. */
  private static boolean continues(int letter, boolean unsegmented) {
    return UnsegmentedScript.has(letter) == unsegmented
        || (unsegmented && !Character.isLetterOrDigit(letter));
  }

  /** The parts of a word as one, which it is found by as well; empty if it has but one. */
  static String joined(List<String> parts) {
    if (parts.size() < 2 || parts.size() > MOST_JOINED) {
      return "";
    }
    String joined = String.join("", parts);
    return joined.length() > LONGEST_JOINED || joined.codePoints().anyMatch(UnsegmentedScript::has)
        ? ""
        : joined;
  }
}
