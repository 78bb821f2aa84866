package org.andiron.storage.content;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.andiron.storage.index.TextFold;

/**
 * Takes a text apart into words of folded letters and digits. A word has several parts if hyphens,
 * apostrophes, full stops or underscores hold it together, as in {@code x-ray} or {@code l'aorte}.
 * A word that is divided at the end of a line is one word.
 */
final class WordScanner {

  /** Longer ones are cut; PostgreSQL takes 2 KB. Of scripts without gaps it gets pairs only. */
  private static final int LONGEST_PART = 200;

  private final String text;
  private final Consumer<List<String>> found;
  private final StringBuilder letters = new StringBuilder();
  private final List<String> parts = new ArrayList<>();

  private WordScanner(String text, Consumer<List<String>> found) {
    this.text = text;
    this.found = found;
  }

  /** Hands over the parts of each word, in order. */
  static void scan(String text, Consumer<List<String>> found) {
    new WordScanner(text, found).scan();
  }

  private void scan() {
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      if (isPartOfWord(c)) {
        letters.appendCodePoint(c);
        continue;
      }
      int continued = letters.isEmpty() ? -1 : continuation(c, i, next);
      if (continued < 0) {
        endWord();
      } else {
        next = continued;
      }
    }
    endWord();
  }

  /** Where the word goes on behind what is not part of a word; -1 if it does not. */
  private int continuation(int c, int at, int behind) {
    if (isConnector(c)) {
      endPart();
      if (isPartOfWordAt(behind)) {
        return behind;
      }
      return Character.getType(c) == Character.DASH_PUNCTUATION ? behindLineBreak(behind) : -1;
    }
    if (Character.isWhitespace(c)
        && UnsegmentedScript.breaksAnywhere(letters.codePointBefore(letters.length()))) {
      int next = behindLineBreak(at);
      return next >= 0 && UnsegmentedScript.breaksAnywhere(text.codePointAt(next)) ? next : -1;
    }
    return -1;
  }

  private int behindLineBreak(int from) {
    boolean broken = false;
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      broken |= text.charAt(i) == '\n';
      i++;
    }
    return broken && isPartOfWordAt(i) ? i : -1;
  }

  private boolean isPartOfWordAt(int index) {
    return index < text.length() && isPartOfWord(text.codePointAt(index));
  }

  private void endPart() {
    for (String word : TextFold.words(TextFold.fold(letters.toString()))) {
      String clean = clean(word);
      if (!clean.isEmpty()) {
        parts.add(clean);
      }
    }
    letters.setLength(0);
  }

  private void endWord() {
    if (!letters.isEmpty()) {
      endPart();
    }
    if (!parts.isEmpty()) {
      found.accept(List.copyOf(parts));
      parts.clear();
    }
  }

  /** Compatibility letters decompose into others and signs. */
  private static String clean(String word) {
    StringBuilder clean = new StringBuilder(word.length());
    int length = 0;
    for (int c : word.codePoints().toArray()) {
      if (isPartOfWord(c) && Character.getType(c) != Character.FORMAT) {
        length = UnsegmentedScript.has(c) ? 0 : length + 1;
        if (length <= LONGEST_PART) {
          clean.appendCodePoint(c);
        }
      }
    }
    return clean.codePoints().anyMatch(Character::isLetterOrDigit) ? clean.toString() : "";
  }

  private static boolean isConnector(int c) {
    return switch (c) {
      case '\'', '.', '_', '\u2019', '\u02bc', '\u2032', '\u00b7' -> true;
      default -> Character.getType(c) == Character.DASH_PUNCTUATION;
    };
  }

  private static boolean isPartOfWord(int c) {
    if (c < 0x80) {
      return Character.isLetterOrDigit(c);
    }
    return Character.isLetterOrDigit(c)
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.LETTER_NUMBER,
              Character.FORMAT ->
              true;
          default -> false;
        };
  }
}
