package org.andiron.storage.query;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+(\\.)(\\d*)|\\d+|(\\.)(\\d+))(?:[eE]([-+]?\\d{1,3}))?");
  private static final int MOST_DIGITS = 100;
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal TENTH = new BigDecimal("0.1");

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
    Comparator comparator =
        Comparator.ofPrefix(matcher.group(1))
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "A value of the search parameter '"
                            + parameter
                            + "' does not start with a digit or one of the prefixes "
                            + Comparator.prefixes()
                            + '.'));
    return new Prefixed(comparator, matcher.group(2));
  }

  /** A date with or without prefix. */
  DateTest date(String parameter, String token) {
    Prefixed prefixed = prefixed(parameter, Escapes.unescape(token));
    return date(parameter, prefixed.comparator(), prefixed.value());
  }

  DateTest date(String parameter, Comparator comparator, String text) {
    SearchDate date =
        SearchDate.parse(text)
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

  /**
   * The digits written imply a range: {@code 100} is [99.5, 100.5), {@code 5.40e-3} is [0.005395,
   * 0.005405). The specification gives [95, 105) for {@code 1e2}, so that an exponent after a
   * number without a point counts as one with one decimal.
   */
  NumberTest number(String parameter, Comparator comparator, String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches() || text.length() > MOST_DIGITS) {
      throw new InvalidRequestException(
          "A value of the search parameter '"
              + parameter
              + "' is not a number. A number is such as 100, -5.40 or 5.40e-3, with one of the"
              + " prefixes "
              + Comparator.prefixes()
              + " or without.");
    }
    BigDecimal value = new BigDecimal(text);
    if (comparator == Comparator.AP) {
      BigDecimal tenth = value.abs().multiply(TENTH);
      return new NumberTest(comparator, value, value.subtract(tenth), value.add(tenth));
    }
    BigDecimal half = HALF.scaleByPowerOfTen(exponent(matcher) - decimals(matcher));
    return new NumberTest(comparator, value, value.subtract(half), value.add(half));
  }

  private static int exponent(Matcher number) {
    return number.group(5) == null ? 0 : Integer.parseInt(number.group(5));
  }

  private static int decimals(Matcher number) {
    if (number.group(1) != null) {
      return number.group(2).length();
    }
    if (number.group(3) != null) {
      return number.group(4).length();
    }
    return number.group(5) == null ? 0 : 1;
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
