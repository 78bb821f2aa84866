package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of SQL, or a whole statement.
 *
 * @param text with a question mark for each value
 * @param values what to bind, in order; arrays ({@code String[]}, {@code Integer[]}) are PostgreSQL
 *     arrays
 */
public record Sql(String text, List<Object> values) {

  /** The condition that always holds. */
  public static final Sql TRUE = of("true");

  /** The condition that never holds. */
  public static final Sql FALSE = of("false");

  public Sql {
    values = List.copyOf(values);
  }

  /** A piece with its values. */
  public static Sql of(String text, Object... values) {
    return new Sql(text, Arrays.asList(values));
  }

  /** The pieces, with a text between each two. */
  public static Sql join(String between, List<Sql> pieces) {
    List<Object> values = new ArrayList<>();
    pieces.forEach(it -> values.addAll(it.values));
    return new Sql(pieces.stream().map(Sql::text).collect(Collectors.joining(between)), values);
  }

  /** This, followed by the others. */
  public Sql then(Sql... others) {
    List<Sql> pieces = new ArrayList<>(List.of(this));
    pieces.addAll(Arrays.asList(others));
    return join("", pieces);
  }

  /** This, followed by a text. */
  public Sql then(String more, Object... values) {
    return then(of(more, values));
  }

  /** All of the conditions; true if there are none. */
  public static Sql all(List<Sql> conditions) {
    if (conditions.contains(FALSE)) {
      return FALSE;
    }
    List<Sql> real = conditions.stream().filter(it -> !it.equals(TRUE)).toList();
    return real.isEmpty() ? TRUE : join(" and ", real);
  }

  /** One of the conditions, in parentheses if there are several; false if there are none. */
  public static Sql any(List<Sql> conditions) {
    if (conditions.contains(TRUE)) {
      return TRUE;
    }
    List<Sql> real = conditions.stream().filter(it -> !it.equals(FALSE)).toList();
    return switch (real.size()) {
      case 0 -> FALSE;
      case 1 -> real.get(0);
      default -> of("(").then(join(" or ", real)).then(")");
    };
  }

  /** Without the values, which may be about a patient. */
  @Override
  public String toString() {
    return text;
  }

  /** That an expression is one of the texts; false if there are none. */
  public static Sql isOneOf(String expression, List<String> texts) {
    return switch (texts.size()) {
      case 0 -> FALSE;
      case 1 -> of(expression + " = ?", texts.get(0));
      default -> of(expression + " = any(?)", (Object) texts.toArray(String[]::new));
    };
  }

  /** That an expression is one of the numbers; false if there are none. */
  static Sql isOneNumberOf(String expression, List<Integer> numbers) {
    return switch (numbers.size()) {
      case 0 -> FALSE;
      case 1 -> of(expression + " = ?", numbers.get(0));
      default -> of(expression + " = any(?)", (Object) numbers.toArray(Integer[]::new));
    };
  }

  /** A literal text as part of a pattern for {@code like}. */
  public static String literalInPattern(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
