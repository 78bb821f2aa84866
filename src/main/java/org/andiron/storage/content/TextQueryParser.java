package org.andiron.storage.content;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.storage.content.TextQuery.Phrase;
import org.andiron.storage.content.TextQuery.Term;
import org.jspecify.annotations.Nullable;

/**
 * Understands what people look for: all words must occur; {@code "…"} is a phrase, {@code lung*} a
 * beginning, {@code *itis} an end and {@code *itis*} any part of a word; {@code -word} or {@code
 * NOT word} must not occur; {@code or}, {@code OR} or a bar separates alternatives; parentheses
 * group. What is left incomplete, such as a quotation mark without its counterpart, is taken for
 * what it most likely means; nothing that is written is an error but too many words.
 */
final class TextQueryParser {

  private static final int MOST_TERMS = 500;
  private static final int DEEPEST = 50;

  /** PostgreSQL's index of parts of words has pieces of three letters. */
  private static final int SHORTEST_PART = 3;

  private final String text;
  private final WordForms forms;

  /** Whether a word is a beginning without a star too. */
  private final boolean beginnings;

  private int at;
  private int depth;
  private int terms;

  private TextQueryParser(String text, WordForms forms, boolean beginnings) {
    this.text = text;
    this.forms = forms;
    this.beginnings = beginnings;
  }

  /**
   * Understands a query; empty if there is no word in it.
   *
   * @throws InvalidRequestException if it has too many words
   */
  static Optional<TextQuery> parse(String text, WordForms forms) {
    return new TextQueryParser(text, forms, false).parse();
  }

  /**
   * Understands a query in which every word outside of a phrase is the beginning of one, with or
   * without a star; empty if there is no word in it.
   *
   * @throws InvalidRequestException if it has too many words
   */
  static Optional<TextQuery> parseBeginnings(String text, WordForms forms) {
    return new TextQueryParser(text, forms, true).parse();
  }

  private Optional<TextQuery> parse() {
    List<TextQuery> all = new ArrayList<>();
    while (at < text.length()) {
      TextQuery query = alternatives();
      if (query != null) {
        all.add(query);
      }
      // A parenthesis that nothing opened.
      at++;
    }
    return Optional.ofNullable(all(all));
  }

  private static @Nullable TextQuery all(List<TextQuery> queries) {
    return switch (queries.size()) {
      case 0 -> null;
      case 1 -> queries.get(0);
      default -> new TextQuery.All(List.copyOf(queries));
    };
  }

  private static @Nullable TextQuery any(List<TextQuery> queries) {
    return switch (queries.size()) {
      case 0 -> null;
      case 1 -> queries.get(0);
      default -> new TextQuery.Any(List.copyOf(queries));
    };
  }

  private @Nullable TextQuery alternatives() {
    List<TextQuery> any = new ArrayList<>();
    do {
      TextQuery all = conjunction();
      if (all != null) {
        any.add(all);
      }
    } while (skipOr());
    return any(any);
  }

  /** Ends before a closing parenthesis and before {@code or}. */
  private @Nullable TextQuery conjunction() {
    List<TextQuery> all = new ArrayList<>();
    while (skipBlanks() && text.charAt(at) != ')' && !isOr()) {
      TextQuery query = negatable();
      if (query != null) {
        all.add(query);
      }
    }
    return all(all);
  }

  private @Nullable TextQuery negatable() {
    if (skipAnd()) {
      return null;
    }
    boolean not = false;
    while (skipNot()) {
      not = !not;
    }
    if (!skipBlanks() || text.charAt(at) == ')' || isOr()) {
      return null;
    }
    TextQuery query = primary();
    return query == null || !not ? query : new TextQuery.Not(query);
  }

  private @Nullable TextQuery primary() {
    char c = text.charAt(at);
    if (c == '(') {
      at++;
      if (depth == DEEPEST) {
        return null;
      }
      depth++;
      TextQuery query = alternatives();
      depth--;
      if (at < text.length()) {
        at++;
      }
      return query;
    }
    if (isQuote(c)) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && !endsWord(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      at++;
      return null;
    }
    return word(text.substring(start, at));
  }

  private @Nullable TextQuery quoted() {
    int start = ++at;
    while (at < text.length() && !isQuote(text.charAt(at))) {
      at++;
    }
    String phrase = text.substring(start, at);
    boolean closed = at < text.length();
    if (closed) {
      at++;
    }
    return phrase(phrase, beginnings && !closed, false);
  }

  private @Nullable TextQuery word(String written) {
    int start = 0;
    int end = written.length();
    while (start < end && written.charAt(start) == '*') {
      start++;
    }
    while (end > start && written.charAt(end - 1) == '*') {
      end--;
    }
    boolean open = end < written.length();
    String word = written.substring(start, end);
    TextQuery part = start > 0 ? part(word, !open) : null;
    return part != null ? part : phrase(word, open || beginnings, !open);
  }

  /** Null if it is not a part of a single word that the index of parts has. */
  private @Nullable TextQuery part(String written, boolean end) {
    List<String> words = new ArrayList<>();
    WordScanner.scan(written, parts -> words.add(String.join("", parts)));
    if (words.size() != 1
        || words.get(0).codePointCount(0, words.get(0).length()) < SHORTEST_PART) {
      return null;
    }
    String word = words.get(0);
    if (word.codePoints().anyMatch(it -> Character.isDigit(it) || UnsegmentedScript.has(it))) {
      return null;
    }
    count(1);
    return new TextQuery.Part(word, end);
  }

  /**
   * The words one behind the other.
   *
   * @param open whether the last word is but the beginning of one
   * @param anyForm whether a single word may stand for its other forms
   */
  private @Nullable TextQuery phrase(String written, boolean open, boolean anyForm) {
    List<List<String>> words = new ArrayList<>();
    WordScanner.scan(written, words::add);
    List<Term> phrase = new ArrayList<>();
    int offset = 0;
    for (List<String> word : words) {
      List<Lexeme> lexemes = Lexeme.of(word);
      for (int i = 0; i < lexemes.size(); i++) {
        Lexeme lexeme = lexemes.get(i);
        // The pair before the last character has it already.
        boolean known =
            lexeme.kind() == Lexeme.Kind.LAST
                && i > 0
                && lexemes.get(i - 1).kind() == Lexeme.Kind.PAIR;
        if (!known) {
          phrase.add(
              new Term(lexeme.text(), offset + lexeme.offset(), lexeme.kind() == Lexeme.Kind.LAST));
        }
      }
      if (!lexemes.isEmpty()) {
        offset += lexemes.get(lexemes.size() - 1).offset() + 1;
      }
    }
    if (phrase.isEmpty()) {
      return null;
    }
    if (open) {
      Term last = phrase.get(phrase.size() - 1);
      boolean prefix = last.prefix() || isWord(last.text());
      phrase.set(phrase.size() - 1, new Term(last.text(), last.offset(), prefix));
    }
    count(phrase.size());
    List<TextQuery> any = new ArrayList<>();
    any.add(new Phrase(List.copyOf(phrase)));
    if (words.size() == 1) {
      String joined = Lexeme.joined(words.get(0));
      if (!joined.isEmpty()) {
        any.add(new Phrase(List.of(new Term(joined, 0, open))));
      }
    }
    String word = phrase.get(0).text();
    if (anyForm && phrase.size() == 1 && isWord(word)) {
      Map<String, String> stems = forms.stems(List.of(word));
      stems.values().forEach(it -> any.add(new Phrase(List.of(new Term(it, 0, false)))));
    }
    return any(any);
  }

  private static boolean isWord(String lexeme) {
    return Lexeme.of(List.of(lexeme)).get(0).kind() == Lexeme.Kind.WORD;
  }

  private void count(int more) {
    terms += more;
    if (terms > MOST_TERMS) {
      throw new InvalidRequestException(
          "A search by content has at most " + MOST_TERMS + " words.");
    }
  }

  /** Whether anything is left. */
  private boolean skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private boolean isOr() {
    return text.charAt(at) == '|' || isKeyword("or") || isKeyword("OR");
  }

  private boolean skipOr() {
    boolean found = false;
    while (skipBlanks() && isOr()) {
      at += text.charAt(at) == '|' ? 1 : 2;
      found = true;
    }
    return found;
  }

  private boolean skipAnd() {
    if (isKeyword("and") || isKeyword("AND")) {
      at += 3;
      return true;
    }
    if (text.charAt(at) == '&') {
      at++;
      return true;
    }
    return false;
  }

  private boolean skipNot() {
    if (!skipBlanks()) {
      return false;
    }
    if (isKeyword("NOT")) {
      at += 3;
      return true;
    }
    char c = text.charAt(at);
    boolean sign = c == '-' || c == '!' || c == '\u2212';
    if (sign && at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1))) {
      at++;
      return true;
    }
    return false;
  }

  private boolean isKeyword(String keyword) {
    int end = at + keyword.length();
    return text.startsWith(keyword, at)
        && (end == text.length() || endsWord(text.charAt(end)))
        && (at == 0 || endsWord(text.charAt(at - 1)));
  }

  private static boolean endsWord(char c) {
    return Character.isWhitespace(c) || isQuote(c) || c == '(' || c == ')' || c == '|' || c == '&';
  }

  private static boolean isQuote(char c) {
    return c == '"'
        || c == '\u201c'
        || c == '\u201d'
        || c == '\u201e'
        || c == '\u00ab'
        || c == '\u00bb';
  }
}
