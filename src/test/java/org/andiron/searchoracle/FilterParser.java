package org.andiron.searchoracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the grammar of {@code _filter}. {@code and} and {@code or} bind alike, from left to right.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">3.1.3.1</a>
 */
final class FilterParser {

  private static final Set<String> OPERATORS =
      Set.of(
          "eq", "ne", "co", "sw", "ew", "gt", "lt", "ge", "le", "ap", "sa", "eb", "pr", "po", "ss",
          "sb", "in", "ni", "re");

  private final String text;
  private int position;

  FilterParser(String text) {
    this.text = text;
  }

  FilterExpression parse() {
    FilterExpression all = expression();
    if (position < text.length()) {
      throw error("unexpected text");
    }
    return all;
  }

  private FilterExpression expression() {
    FilterExpression left = term();
    while (true) {
      if (word("and")) {
        left = new FilterExpression.And(left, term());
      } else if (word("or")) {
        left = new FilterExpression.Or(left, term());
      } else {
        return left;
      }
    }
  }

  private FilterExpression term() {
    skipSpace();
    if (word("not")) {
      expect('(');
      return new FilterExpression.Not(closed(')'));
    }
    if (at('(')) {
      position++;
      return closed(')');
    }
    return comparison();
  }

  private FilterExpression closed(char end) {
    FilterExpression inner = expression();
    expect(end);
    return inner;
  }

  private FilterExpression comparison() {
    List<FilterExpression.Step> path = new ArrayList<>();
    do {
      String code = name();
      FilterExpression condition = null;
      if (at('[')) {
        position++;
        condition = closed(']');
      }
      path.add(new FilterExpression.Step(code, condition));
    } while (take('.'));
    skipSpace();
    String operator = name();
    if (!OPERATORS.contains(operator)) {
      throw error("no operator " + operator);
    }
    skipSpace();
    FilterExpression comparison =
        new FilterExpression.Comparison(List.copyOf(path), operator, value());
    skipSpace();
    return comparison;
  }

  private String name() {
    int start = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position))
            || "_-".indexOf(text.charAt(position)) >= 0)) {
      position++;
    }
    if (start == position) {
      throw error("a name is missing");
    }
    return text.substring(start, position);
  }

  private String value() {
    if (take('"')) {
      return quoted();
    }
    int start = position;
    while (position < text.length() && " )]".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    if (start == position) {
      throw error("a value is missing");
    }
    return text.substring(start, position);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    while (position < text.length() && text.charAt(position) != '"') {
      if (text.charAt(position) == '\\') {
        position++;
      }
      if (position < text.length()) {
        value.append(text.charAt(position++));
      }
    }
    expect('"');
    return value.toString();
  }

  /** Takes a keyword, if it is next and ends there. */
  private boolean word(String keyword) {
    skipSpace();
    int end = position + keyword.length();
    if (!text.startsWith(keyword, position)
        || (end < text.length() && " (".indexOf(text.charAt(end)) < 0)) {
      return false;
    }
    position = end;
    skipSpace();
    return true;
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private boolean take(char c) {
    if (at(c)) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    skipSpace();
    if (!take(c)) {
      throw error("'" + c + "' is missing");
    }
  }

  private void skipSpace() {
    while (at(' ')) {
      position++;
    }
  }

  private BadSearch error(String what) {
    return new BadSearch("_filter, at " + position + ": " + what + ": " + text);
  }
}
