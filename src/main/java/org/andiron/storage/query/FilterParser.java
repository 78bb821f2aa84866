package org.andiron.storage.query;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.andiron.storage.query.Filter.Operator;
import org.andiron.storage.query.Filter.Step;
import org.andiron.storage.query.Filter.Value;

/**
 * Reads a filter.
 *
 * <pre>
 * filter     = operand *( ("and" / "or") operand )
 * operand    = "(" filter ")" / "not" "(" filter ")" / comparison
 * comparison = step *( "." step ) operator ( string / token )
 * step       = name [ "[" filter "]" ]
 * </pre>
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">_filter</a>
 */
final class FilterParser {

  /** Deeper than anybody writes, and far from the end of the stack. */
  private static final int DEEPEST = 50;

  private static final int MOST_COMPARISONS = 200;
  private static final int LONGEST_PATH = 5;

  private final String text;
  private int position;
  private int depth;
  private int comparisons;

  private FilterParser(String text) {
    this.text = text;
  }

  /**
   * Reads the whole text.
   *
   * @throws InvalidRequestException if it is not a filter, or has more than 200 comparisons or
   *     paths of more than 5 parameters
   */
  static Filter parse(String text) {
    FilterParser parser = new FilterParser(text);
    Filter filter = parser.filter();
    parser.skipBlanks();
    if (!parser.atEnd()) {
      throw parser.expected("the end, 'and' or 'or'");
    }
    return filter;
  }

  private Filter filter() {
    depth++;
    if (depth > DEEPEST) {
      throw new InvalidRequestException(
          "The search parameter '_filter' is nested more than " + DEEPEST + " times.");
    }
    Filter filter = operand();
    while (true) {
      if (skipWord("and")) {
        filter = new Filter.And(filter, operand());
      } else if (skipWord("or")) {
        filter = new Filter.Or(filter, operand());
      } else {
        depth--;
        return filter;
      }
    }
  }

  private Filter operand() {
    if (skip('(')) {
      return closed(')');
    }
    int start = position;
    if (skipWord("not")) {
      if (skip('(')) {
        return new Filter.Not(closed(')'));
      }
      position = start;
    }
    return comparison();
  }

  private Filter closed(char end) {
    Filter filter = filter();
    if (!skip(end)) {
      throw expected("'" + end + "', 'and' or 'or'");
    }
    return filter;
  }

  private Filter comparison() {
    comparisons++;
    if (comparisons > MOST_COMPARISONS) {
      throw new InvalidRequestException(
          "The search parameter '_filter' has more than " + MOST_COMPARISONS + " comparisons.");
    }
    List<Step> path = new ArrayList<>();
    do {
      if (path.size() == LONGEST_PATH) {
        throw new InvalidRequestException(
            "The search parameter '_filter' has a path of more than "
                + LONGEST_PATH
                + " parameters.");
      }
      skipBlanks();
      String name = name();
      path.add(new Step(name, skip('[') ? closed(']') : null));
    } while (skip('.'));
    if (path.get(path.size() - 1).filter() != null) {
      throw expected("'.' and the name of a parameter");
    }
    skipBlanks();
    String word = word();
    Operator operator =
        operator(word)
            .orElseThrow(
                () ->
                    expected(
                        "one of the operators "
                            + Arrays.stream(Operator.values())
                                .map(Operator::toString)
                                .collect(Collectors.joining(", "))));
    if (atEnd() || !Character.isWhitespace(text.charAt(position))) {
      throw expected("a blank and a value");
    }
    skipBlanks();
    return new Filter.Test(path, operator, value());
  }

  private static Optional<Operator> operator(String word) {
    return Arrays.stream(Operator.values()).filter(it -> it.toString().equals(word)).findFirst();
  }

  private String name() {
    int start = position;
    while (!atEnd() && isNamePart(text.charAt(position), position == start)) {
      position++;
    }
    if (position == start) {
      throw expected("the name of a parameter");
    }
    return text.substring(start, position);
  }

  /** A colon is no part of the specification's names; it tells the type of a target. */
  private static boolean isNamePart(char c, boolean first) {
    boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    return letter || !first && (c >= '0' && c <= '9' || c == '-' || c == ':');
  }

  private String word() {
    int start = position;
    while (!atEnd() && Character.isLetter(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private Value value() {
    if (!atEnd() && text.charAt(position) == '"') {
      position++;
      return new Value(string(), true);
    }
    int start = position;
    while (!atEnd() && isTokenPart(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw expected("a value");
    }
    return new Value(text.substring(start, position), false);
  }

  private static boolean isTokenPart(char c) {
    return !Character.isWhitespace(c) && c != ')' && c != ']';
  }

  /** The rest of a JSON string. */
  private String string() {
    StringBuilder literal = new StringBuilder();
    while (!atEnd()) {
      char c = text.charAt(position++);
      if (c == '"') {
        return literal.toString();
      }
      literal.append(c == '\\' ? escaped() : c);
    }
    throw expected("a quotation mark");
  }

  private char escaped() {
    char c = atEnd() ? 0 : text.charAt(position++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      // No escapes of JSON, but clients may escape them as in any other value.
      case ',', '$', '|' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> throw expected("an escape of JSON");
    };
  }

  private char hexadecimal() {
    int end = position + 4;
    if (end > text.length() || !text.substring(position, end).matches("[0-9A-Fa-f]{4}")) {
      throw expected("four hexadecimal digits");
    }
    char c = (char) Integer.parseInt(text.substring(position, end), 16);
    if (c == 0) {
      throw new InvalidRequestException(
          "The search parameter '_filter' has, at character "
              + (position - 1)
              + ", the character U+0000.");
    }
    position = end;
    return c;
  }

  private boolean skip(char c) {
    int start = position;
    skipBlanks();
    if (!atEnd() && text.charAt(position) == c) {
      position++;
      return true;
    }
    position = start;
    return false;
  }

  /** A word that ends where a name would not go on. */
  private boolean skipWord(String word) {
    int start = position;
    skipBlanks();
    int end = position + word.length();
    if (text.startsWith(word, position)
        && (end == text.length()
            || Character.isWhitespace(text.charAt(end))
            || text.charAt(end) == '(')) {
      position = end;
      return true;
    }
    position = start;
    return false;
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private boolean atEnd() {
    return position >= text.length();
  }

  private InvalidRequestException expected(String what) {
    return new InvalidRequestException(
        "The search parameter '_filter' has, at character "
            + (position + 1)
            + ", not "
            + what
            + '.');
  }
}
