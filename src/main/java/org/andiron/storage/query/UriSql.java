package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.andiron.storage.query.Criterion.UriMatch;
import org.andiron.storage.query.Criterion.UriValue;

/**
 * Conditions on URIs. Above and below are about the text of URLs: what a URL is below, it begins
 * with.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#uri">URI</a>
 */
final class UriSql {

  /** As many characters as {@code idx_uri_start} has of a URI. */
  private static final int INDEXED = 500;

  /** Longer than any column of URIs. */
  private static final int LONGEST_IN_COLUMN = 1000;

  private UriSql() {}

  /** On a row of {@code idx_uri}. */
  static Sql onIndex(String alias, UriMatch match, List<UriValue> values) {
    String start = "left(" + alias + ".uri, " + INDEXED + ")";
    String whole = alias + ".uri";
    List<String> equal = new ArrayList<>();
    List<Sql> alternatives = new ArrayList<>();
    for (UriValue value : values) {
      String uri = value.uri();
      if (isPlain(match, uri)) {
        if (uri.length() < INDEXED && value.version() == null) {
          equal.add(uri);
        } else {
          Sql same = Sql.of(start + " = ? and " + whole + " = ?", cut(uri), uri);
          String version = value.version();
          alternatives.add(
              Sql.of("(")
                  .then(
                      version == null ? same : same.then(" and " + alias + ".version = ?", version))
                  .then(")"));
        }
      } else if (match == UriMatch.BELOW && value.version() != null) {
        alternatives.add(
            Sql.of(
                "("
                    + start
                    + " = ? and "
                    + whole
                    + " = ? and starts_with("
                    + alias
                    + ".version, ?))",
                cut(uri),
                uri,
                value.version()));
      } else if (isStart(match) && uri.length() >= INDEXED) {
        alternatives.add(
            Sql.of(
                "(" + start + " = ? and " + whole + " like ?)",
                cut(uri),
                Sql.literalInPattern(uri) + '%'));
      } else if (match == UriMatch.ABOVE) {
        alternatives.add(
            Sql.of("(")
                .then(Sql.isOneOf(start, starts(cut(uri))))
                .then(" and starts_with(?, " + whole + "))", uri));
      } else {
        alternatives.add(like(isStart(match) ? start : whole, match, uri));
      }
    }
    alternatives.add(0, Sql.isOneOf(start, equal));
    return Sql.any(alternatives);
  }

  /** On a column that has the version, if there is one, behind a bar. */
  static Sql onColumn(String column, UriMatch match, List<UriValue> values) {
    List<String> equal = new ArrayList<>();
    List<Sql> alternatives = new ArrayList<>();
    for (UriValue value : values) {
      String uri = value.uri();
      if (!isPlain(match, uri)) {
        alternatives.add(
            match == UriMatch.ABOVE
                ? Sql.isOneOf(
                    "split_part(" + column + ", '|', 1)", starts(cut(uri, LONGEST_IN_COLUMN)))
                : like(column, match, written(match, value)));
      } else if (value.version() != null) {
        equal.add(uri + '|' + value.version());
      } else {
        equal.add(uri);
        alternatives.add(Sql.of(column + " like ?", Sql.literalInPattern(uri) + "|%"));
      }
    }
    alternatives.add(0, Sql.isOneOf(column, equal));
    return Sql.any(alternatives);
  }

  /** What is below a version begins with it. */
  private static String written(UriMatch match, UriValue value) {
    return match == UriMatch.BELOW && value.version() != null
        ? value.uri() + '|' + value.version()
        : value.uri();
  }

  private static Sql like(String expression, UriMatch match, String uri) {
    String pattern = Sql.literalInPattern(uri);
    return switch (match) {
      case BELOW, STARTS -> Sql.of(expression + " like ?", pattern + '%');
      case CONTAINS -> Sql.of(expression + " like ?", '%' + pattern + '%');
      case ENDS -> Sql.of(expression + " like ?", '%' + pattern);
      case EQUALS, ABOVE -> Sql.of(expression + " = ?", uri);
    };
  }

  private static boolean isStart(UriMatch match) {
    return match == UriMatch.BELOW || match == UriMatch.STARTS;
  }

  private static boolean isPlain(UriMatch match, String uri) {
    return switch (match) {
      case EQUALS -> true;
      case ABOVE, BELOW -> !uri.contains("://");
      case STARTS, CONTAINS, ENDS -> false;
    };
  }

  /** All that a URL begins with and that may be a URL. */
  private static List<String> starts(String url) {
    int first = url.indexOf("://") + 4;
    return IntStream.rangeClosed(Math.min(first, url.length()), url.length())
        .filter(it -> it == url.length() || !Character.isLowSurrogate(url.charAt(it)))
        .mapToObj(it -> url.substring(0, it))
        .toList();
  }

  private static String cut(String uri) {
    return cut(uri, INDEXED);
  }

  private static String cut(String uri, int characters) {
    return uri.codePointCount(0, uri.length()) > characters
        ? uri.substring(0, uri.offsetByCodePoints(0, characters))
        : uri;
  }
}
