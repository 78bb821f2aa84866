package org.andiron.server.semantics;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * Takes a date, a month or a year in {@code _since} for its first moment, UTC. R4 has an instant
 * there, but many clients know a day only.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">History</a>
 */
final class SinceParameter {

  static final String NAME = "_since";

  private static final Pattern PARTIAL = Pattern.compile("[0-9]{4}(-[0-9]{2}){0,2}");

  private static final Pattern IN_QUERY = Pattern.compile("(?<=^|&)_since=([^&]*)");

  private SinceParameter() {}

  /** Whether what this path leads to has the parameter. */
  static boolean isOf(String path) {
    return path.endsWith("_history") || path.endsWith("$everything");
  }

  /** The first moment of a period, or the value itself if it is none. */
  static String startOf(String value) {
    if (!PARTIAL.matcher(value).matches()) {
      return value;
    }
    try {
      return LocalDate.parse(value + "-01-01".substring(value.length() - 4)) + "T00:00:00Z";
    } catch (DateTimeException noSuchDay) {
      return value;
    }
  }

  /** The same for the URL of an entry. */
  static String startInUrl(String url) {
    int question = url.indexOf('?');
    return question < 0 || !isOf(url.substring(0, question))
        ? url
        : url.substring(0, question + 1)
            + IN_QUERY
                .matcher(url.substring(question + 1))
                .replaceAll(it -> NAME + '=' + startOf(it.group(1)));
  }
}
