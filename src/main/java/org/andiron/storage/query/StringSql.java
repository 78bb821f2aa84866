package org.andiron.storage.query;

import java.util.List;
import org.andiron.storage.query.Criterion.StringMatch;

/** Conditions on a row of {@code idx_string}. */
final class StringSql {

  /** As many characters as {@code idx_string_start} has of a string. */
  private static final int INDEXED = 200;

  private final IndexedForms forms;

  StringSql(IndexedForms forms) {
    this.forms = forms;
  }

  Sql condition(String alias, StringMatch match, List<String> values) {
    return Sql.any(values.stream().map(it -> condition(alias, match, it)).distinct().toList());
  }

  /** That a row is of a string as a whole, in its first form. */
  static Sql isWhole(String alias) {
    return Sql.of(alias + ".exact <> ''");
  }

  private Sql condition(String alias, StringMatch match, String value) {
    String start = "left(" + alias + ".folded, " + INDEXED + ")";
    List<String> folded = forms.fold(value).stream().filter(it -> !it.isEmpty()).toList();
    if (folded.isEmpty()) {
      return unfolded(alias, match, value);
    }
    return switch (match) {
      case SOUNDS -> Sql.isOneOf(start, forms.sounds(value));
      case EXACT ->
          Sql.of("(" + start + " = ? and " + alias + ".exact = ?)", cut(folded.get(0)), value);
      default -> Sql.any(folded.stream().map(it -> folded(alias, match, it)).toList());
    };
  }

  private static Sql folded(String alias, StringMatch match, String folded) {
    String start = "left(" + alias + ".folded, " + INDEXED + ")";
    String whole = alias + ".folded";
    String pattern = Sql.literalInPattern(folded);
    return switch (match) {
      case STARTS ->
          isLong(folded)
              ? Sql.of("(" + start + " = ? and " + whole + " like ?)", cut(folded), pattern + '%')
              : Sql.of(start + " like ?", pattern + '%');
      case EQUALS ->
          Sql.of("(" + start + " = ? and " + whole + " = ? and ", cut(folded), folded)
              .then(isWhole(alias))
              .then(")");
      case CONTAINS -> Sql.of(whole + " like ?", '%' + pattern + '%');
      case ENDS -> Sql.of(whole + " like ?", '%' + pattern);
      case EXACT, SOUNDS -> throw new IllegalArgumentException(match.name());
    };
  }

  /**
   * A value of which folding leaves nothing, such as a hyphen, is compared as it is written: every
   * text begins with nothing, and a delete by it would take all.
   */
  private static Sql unfolded(String alias, StringMatch match, String value) {
    if (value.isEmpty()) {
      return Sql.FALSE;
    }
    String exact = alias + ".exact";
    String pattern = Sql.literalInPattern(value);
    return switch (match) {
      case STARTS -> Sql.of(exact + " like ?", pattern + '%');
      case CONTAINS -> Sql.of(exact + " like ?", '%' + pattern + '%');
      case ENDS -> Sql.of(exact + " like ?", '%' + pattern);
      case EXACT, EQUALS -> Sql.of(exact + " = ?", value);
      case SOUNDS -> Sql.FALSE;
    };
  }

  private static boolean isLong(String text) {
    return text.codePointCount(0, text.length()) > INDEXED;
  }

  private static String cut(String text) {
    return isLong(text) ? text.substring(0, text.offsetByCodePoints(0, INDEXED)) : text;
  }
}
