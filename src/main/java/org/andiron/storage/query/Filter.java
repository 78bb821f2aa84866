package org.andiron.storage.query;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter, as it is written; {@code toString} writes it.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">_filter</a>
 */
sealed interface Filter {

  /** Both. */
  record And(Filter left, Filter right) implements Filter {
    @Override
    public String toString() {
      return left + " and " + operand(right);
    }
  }

  /** One of them, or both. */
  record Or(Filter left, Filter right) implements Filter {
    @Override
    public String toString() {
      return left + " or " + operand(right);
    }
  }

  /** Not so. */
  record Not(Filter filter) implements Filter {
    @Override
    public String toString() {
      return "not (" + filter + ')';
    }
  }

  /** A comparison. */
  record Test(List<Step> path, Operator operator, Value value) implements Filter {
    public Test {
      path = List.copyOf(path);
    }

    @Override
    public String toString() {
      return path.stream().map(Step::toString).collect(Collectors.joining("."))
          + ' '
          + operator
          + ' '
          + value;
    }
  }

  /**
   * A parameter, and what must be true of the resource it leads to.
   *
   * @param filter null if nothing must
   */
  record Step(String name, @Nullable Filter filter) {
    @Override
    public String toString() {
      return filter == null ? name : name + '[' + filter + ']';
    }
  }

  /** A value, in quotation marks or not. */
  record Value(String text, boolean quoted) {
    @Override
    public String toString() {
      return quoted ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : text;
    }
  }

  /** How a value is compared. */
  enum Operator {
    EQ,
    NE,
    CO,
    SW,
    EW,
    GT,
    LT,
    GE,
    LE,
    AP,
    SA,
    EB,
    PR,
    PO,
    SS,
    SB,
    IN,
    NI,
    RE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What comes after {@code and} or {@code or}: all is from left to right, without precedence. */
  private static String operand(Filter filter) {
    return filter instanceof And || filter instanceof Or ? "(" + filter + ')' : filter.toString();
  }
}
