package org.andiron.storage.query;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.storage.index.DateInterval;
import org.andiron.storage.index.DecimalInterval;
import org.andiron.storage.query.Criterion.DateTest;
import org.andiron.storage.query.Criterion.NumberTest;
import org.andiron.storage.query.Criterion.QuantityTest;
import org.jspecify.annotations.Nullable;

/**
 * Reads what has a prefix: dates, numbers and quantities.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#prefix">Prefixes</a>
 */
final class OrderedValues {

  private static final Pattern PREFIXED = Pattern.compile("([A-Za-z<>=~!]*)(.*)", Pattern.DOTALL);
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  private static final int LONGEST_PREFIX = 3;

  private final InstantSource clock;

  OrderedValues(InstantSource clock) {
    this.clock = clock;
  }

  private record Prefixed(Comparator comparator, String value) {}

  private static Prefixed prefixed(String parameter, String value) {
    Matcher matcher = PREFIXED.matcher(value);
    if (!matcher.matches() || matcher.group(1).isEmpty()) {
      return new Prefixed(Comparator.EQ, value);
    }
    String prefix = matcher.group(1);
    Comparator comparator =
        Comparator.ofPrefix(prefix)
            .orElseThrow(() -> unknownPrefix(parameter, prefix, matcher.group(2)));
    return new Prefixed(comparator, matcher.group(2));
  }

  /** Longer texts, and those without a number after them, are no prefixes and are not repeated. */
  private static InvalidRequestException unknownPrefix(
      String parameter, String prefix, String number) {
    return prefix.length() > LONGEST_PREFIX || number.isEmpty()
        ? new InvalidRequestException(
            "A value of the search parameter '"
                + parameter
                + "' does not start with a digit or one of the prefixes "
                + Comparator.prefixes()
                + '.')
        : new UnsupportedSearchException(
            "The search parameter '"
                + parameter
                + "' has no prefix '"
                + prefix
                + "'."
                + question(prefix)
                + " The prefixes are "
                + Comparator.prefixes()
                + '.');
  }

  private static String question(String prefix) {
    String symbol =
        switch (prefix) {
          case ">" -> "gt";
          case "<" -> "lt";
          case ">=" -> "ge";
          case "<=" -> "le";
          case "=", "==" -> "eq";
          case "!=", "<>" -> "ne";
          case "~" -> "ap";
          default -> "";
        };
    return symbol.isEmpty()
        ? NearestNames.question(prefix, List.of(Comparator.prefixes().split(", ")))
        : " Did you mean " + symbol + '?';
  }

  /** A date with or without prefix. */
  DateTest date(String parameter, String token) {
    Prefixed prefixed = prefixed(parameter, Escapes.unescape(token));
    return date(parameter, prefixed.comparator(), prefixed.value());
  }

  DateTest date(String parameter, Comparator comparator, String text) {
    // A plus that was not escaped in a URL has become a blank.
    DateInterval date =
        DateInterval.parse(text.replace(' ', '+'))
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "A value of the search parameter '"
                            + parameter
                            + "' is not a date. A date is such as 2024, 2024-03, 2024-03-01,"
                            + " 2024-03-01T10:30Z or 2024-03-01T10:30:00+01:00, with one of the"
                            + " prefixes "
                            + Comparator.prefixes()
                            + " or without."));
    if (comparator != Comparator.AP) {
      return new DateTest(comparator, date.low(), date.high());
    }
    Instant now = clock.instant();
    Duration tenth = Duration.between(date.low(), now).abs().dividedBy(10);
    return new DateTest(comparator, date.low().minus(tenth), date.high().plus(tenth));
  }

  /** A number with or without prefix. */
  NumberTest number(String parameter, String token) {
    Prefixed prefixed = prefixed(parameter, Escapes.unescape(token));
    return number(parameter, prefixed.comparator(), prefixed.value());
  }

  /** What a number without a prefix may have been rounded from is {@link DecimalInterval}. */
  NumberTest number(String parameter, Comparator comparator, String text) {
    DecimalInterval number =
        DecimalInterval.parse(text)
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "A value of the search parameter '"
                            + parameter
                            + "' is not a number. A number is such as 100, -5.40 or 5.40e-3, with"
                            + " one of the prefixes "
                            + Comparator.prefixes()
                            + " or without."));
    BigDecimal value = number.value();
    if (comparator == Comparator.AP) {
      BigDecimal tenth = value.abs().multiply(TENTH);
      return new NumberTest(comparator, value, value.subtract(tenth), value.add(tenth));
    }
    return new NumberTest(comparator, value, number.low(), number.high());
  }

  /** A quantity with or without prefix. */
  QuantityTest quantity(String parameter, String token) {
    return quantity(parameter, null, token);
  }

  /** A quantity with a comparator given, or with that of its prefix. */
  QuantityTest quantity(String parameter, @Nullable Comparator comparator, String token) {
    List<String> parts = Escapes.split(token, '|').stream().map(Escapes::unescape).toList();
    if (parts.size() != 1 && parts.size() != 3) {
      throw new InvalidRequestException(
          "A value of the search parameter '"
              + parameter
              + "' is not a quantity. A quantity is such as 5.4, 5.4|http://unitsofmeasure.org|mg"
              + " or 5.4||mg.");
    }
    Prefixed prefixed =
        comparator == null
            ? prefixed(parameter, parts.get(0))
            : new Prefixed(comparator, parts.get(0));
    NumberTest number = number(parameter, prefixed.comparator(), prefixed.value());
    return new QuantityTest(number, part(parts, 1), part(parts, 2));
  }

  private static @Nullable String part(List<String> parts, int index) {
    return parts.size() <= index || parts.get(index).isEmpty() ? null : parts.get(index);
  }
}
