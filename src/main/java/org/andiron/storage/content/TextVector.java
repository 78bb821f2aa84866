package org.andiron.storage.content;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of texts and their positions, as PostgreSQL's type {@code tsvector}. PostgreSQL counts
 * positions up to 16383 and gives that number to all words behind; what exceeds the size of the
 * type is left out.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-textsearch.html">Text search
 *     types</a>
 */
final class TextVector {

  static final int LAST_POSITION = 16_383;

  private static final int MOST_POSITIONS = 255;

  /** Bytes, below the 1 MB of the type. */
  private static final int LARGEST = 900_000;

  private static final int SHORTEST_PART_OF_WORDS = 4;

  private static final class Occurrences {

    private final StringBuilder positions = new StringBuilder();
    private int count;
    private int last;
  }

  private final Map<String, Occurrences> lexemes = new HashMap<>();
  private final Set<String> words = new LinkedHashSet<>();
  private int position = 1;
  private int size;

  /** Adds a text that does not continue the one before. */
  void add(String text) {
    int before = position;
    WordScanner.scan(text, this::add);
    if (position > before) {
      position++;
    }
  }

  private void add(List<String> parts) {
    if (isFull()) {
      return;
    }
    String joined = Lexeme.joined(parts);
    if (!joined.isEmpty()) {
      words.add(joined);
      put(joined, position);
    }
    int end = position;
    for (Lexeme lexeme : Lexeme.of(parts)) {
      end = position + lexeme.offset();
      put(lexeme.text(), end);
      if (lexeme.kind() == Lexeme.Kind.WORD) {
        words.add(lexeme.text());
      }
    }
    position = end + 1;
  }

  /** Whether no further text would be kept. */
  boolean isFull() {
    return size > LARGEST;
  }

  /** Adds the stems of the words where the words are. */
  void addStems(WordForms forms) {
    forms
        .stems(words)
        .forEach(
            (word, stem) -> {
              Occurrences of = lexemes.get(word);
              if (of != null && !isFull()) {
                for (String at : of.positions.toString().split(",")) {
                  put(stem, Integer.parseInt(at));
                }
              }
            });
  }

  private void put(String lexeme, int at) {
    if (isFull()) {
      return;
    }
    Occurrences occurrences = lexemes.get(lexeme);
    if (occurrences == null) {
      occurrences = new Occurrences();
      lexemes.put(lexeme, occurrences);
      size += lexeme.getBytes(StandardCharsets.UTF_8).length + 4;
    }
    int kept = Math.min(at, LAST_POSITION);
    if (occurrences.last != kept && occurrences.count < MOST_POSITIONS) {
      occurrences.positions.append(occurrences.count == 0 ? "" : ",").append(kept);
      occurrences.last = kept;
      occurrences.count++;
      size += 2;
    }
  }

  /** The words of which a part may be asked for, each once, with a blank before and behind each. */
  String words() {
    StringBuilder all = new StringBuilder(" ");
    for (String word : words) {
      if (word.length() >= SHORTEST_PART_OF_WORDS
          && word.codePoints().noneMatch(Character::isDigit)) {
        all.append(word).append(' ');
      }
    }
    return all.length() == 1 ? "" : all.toString();
  }

  /** As PostgreSQL reads it. */
  @Override
  public String toString() {
    StringBuilder literal = new StringBuilder(size + 4 * lexemes.size());
    lexemes.forEach(
        (lexeme, occurrences) ->
            literal
                .append(literal.isEmpty() ? "'" : " '")
                .append(lexeme)
                .append("':")
                .append(occurrences.positions));
    return literal.toString();
  }
}
