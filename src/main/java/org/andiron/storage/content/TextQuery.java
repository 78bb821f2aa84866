package org.andiron.storage.content;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is asked of a text. */
sealed interface TextQuery {

  /** All of them. */
  record All(List<TextQuery> queries) implements TextQuery {}

  /** One of them. */
  record Any(List<TextQuery> queries) implements TextQuery {}

  /** Anything but this. */
  record Not(TextQuery query) implements TextQuery {}

  /**
   * A lexeme, or several at fixed distances.
   *
   * @param terms by ascending offset, no two of them with the same
   */
  record Phrase(List<Term> terms) implements TextQuery {}

  /**
   * A lexeme of a phrase.
   *
   * @param text letters and digits only
   * @param offset how many positions behind the beginning
   * @param prefix whether it is but the beginning of a lexeme
   */
  record Term(String text, int offset, boolean prefix) {}

  /**
   * A part of a word, not at its beginning.
   *
   * @param end whether the word ends with it
   */
  record Part(String text, boolean end) implements TextQuery {}

  /** Whether it is a {@code tsquery}. */
  default boolean isIndexed() {
    if (this instanceof All all) {
      return all.queries().stream().allMatch(TextQuery::isIndexed);
    }
    if (this instanceof Any any) {
      return any.queries().stream().allMatch(TextQuery::isIndexed);
    }
    return this instanceof Not not ? not.query().isIndexed() : this instanceof Phrase;
  }

  /** What of it says how well a text matches, if anything does. */
  default Optional<TextQuery> ranked() {
    if (this instanceof All all) {
      return ranked(all.queries());
    }
    if (this instanceof Any any) {
      return ranked(any.queries());
    }
    return this instanceof Phrase ? Optional.of(this) : Optional.empty();
  }

  private static Optional<TextQuery> ranked(List<TextQuery> queries) {
    List<TextQuery> ranked =
        queries.stream().map(TextQuery::ranked).flatMap(Optional::stream).toList();
    return ranked.isEmpty() ? Optional.empty() : Optional.of(new Any(ranked));
  }

  /**
   * As PostgreSQL's type {@code tsquery}.
   *
   * @throws IllegalStateException if it is not {@link #isIndexed()}
   */
  default String toTsquery() {
    if (this instanceof All all) {
      return join(all.queries(), " & ");
    }
    if (this instanceof Any any) {
      return join(any.queries(), " | ");
    }
    if (this instanceof Not not) {
      return "!(" + not.query().toTsquery() + ')';
    }
    if (this instanceof Phrase phrase) {
      return phrase(phrase.terms());
    }
    throw new IllegalStateException("Parts of words are not in the index of words");
  }

  private static String join(List<TextQuery> queries, String operator) {
    return queries.stream()
        .map(TextQuery::toTsquery)
        .collect(Collectors.joining(operator, "(", ")"));
  }

  private static String phrase(List<Term> terms) {
    StringBuilder phrase = new StringBuilder(term(terms.get(0)));
    for (int i = 1; i < terms.size(); i++) {
      phrase
          .append(" <")
          .append(terms.get(i).offset() - terms.get(i - 1).offset())
          .append("> ")
          .append(term(terms.get(i)));
    }
    if (terms.size() > 1 && areApart(terms)) {
      // All words behind the last position that PostgreSQL counts have that position.
      return "("
          + phrase
          + " | "
          + terms.stream().map(TextQuery::term).collect(Collectors.joining(" <0> "))
          + ')';
    }
    return terms.size() > 1 ? "(" + phrase + ')' : phrase.toString();
  }

  /** Whether no lexeme can be two of the terms. */
  private static boolean areApart(List<Term> terms) {
    for (Term one : terms) {
      for (Term other : terms) {
        if (one != other && other.text().startsWith(one.text())) {
          return false;
        }
      }
    }
    return true;
  }

  private static String term(Term term) {
    return '\'' + term.text() + (term.prefix() ? "':*" : "'");
  }
}
