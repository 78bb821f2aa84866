package org.andiron.searchoracle;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an ordered value is compared.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#prefix">3.1.1.4.5</a>
 */
enum Prefix {
  EQ,
  NE,
  GT,
  LT,
  GE,
  LE,
  SA,
  EB,
  AP;

  private static final Pattern PREFIXED = Pattern.compile("([a-z]{2})([-+.\\d].*)");

  /** A value and what was written before it. */
  record Prefixed(Prefix prefix, String value) {}

  static Prefixed parse(String text) {
    Matcher matcher = PREFIXED.matcher(text);
    if (!matcher.matches()) {
      return new Prefixed(EQ, text);
    }
    try {
      return new Prefixed(valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), matcher.group(2));
    } catch (IllegalArgumentException e) {
      throw new BadSearch("Unknown prefix: " + text);
    }
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
