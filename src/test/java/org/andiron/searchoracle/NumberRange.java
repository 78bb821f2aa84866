package org.andiron.searchoracle;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers from {@code low} to {@code high}; null stands for an open end.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#number">3.1.1.4.6</a>
 */
record NumberRange(
    @Nullable BigDecimal low,
    boolean lowIncluded,
    @Nullable BigDecimal high,
    boolean highIncluded) {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?\\d*(?:(\\.)(\\d*))?(?:[eE]([-+]?\\d+))?");
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  static NumberRange point(BigDecimal value) {
    return new NumberRange(value, true, value, true);
  }

  static NumberRange above(BigDecimal value, boolean included) {
    return new NumberRange(value, included, null, false);
  }

  static NumberRange below(BigDecimal value, boolean included) {
    return new NumberRange(null, false, value, included);
  }

  /**
   * The range implied by the digits written: {@code 100} is [99.5, 100.5), {@code 5.40e-3} is
   * [0.005395, 0.005405).
   *
   * <p>Reading of the specification: it gives [95, 105) for {@code 1e2}, which is the range of
   * {@code 1.0e2}; so an exponential form without a decimal point counts as one with one decimal.
   */
  static NumberRange implied(String text) {
    Matcher matcher = NUMBER.matcher(text);
    BigDecimal value = number(text);
    if (!matcher.matches()) {
      throw new BadSearch("Not a number: " + text);
    }
    int exponent = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    int decimals = matcher.group(2) == null ? 0 : matcher.group(2).length();
    if (matcher.group(3) != null && matcher.group(1) == null) {
      decimals = 1;
    }
    BigDecimal half = HALF.scaleByPowerOfTen(exponent - decimals);
    return new NumberRange(value.subtract(half), true, value.add(half), false);
  }

  static BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new BadSearch("Not a number: " + text);
    }
  }

  NumberRange times(BigDecimal factor) {
    return new NumberRange(
        low == null ? null : low.multiply(factor),
        lowIncluded,
        high == null ? null : high.multiply(factor),
        highIncluded);
  }

  boolean contains(NumberRange other) {
    return startsNoLaterThan(other) && endsNoEarlierThan(other);
  }

  boolean overlaps(NumberRange other) {
    return !endsBefore(other) && !other.endsBefore(this);
  }

  /**
   * Whether a value of a resource meets a search for the number as written; {@code factor} brings
   * both to the same unit.
   */
  static boolean isMet(String written, Prefix prefix, BigDecimal factor, NumberRange target) {
    BigDecimal value = number(written).multiply(factor);
    return switch (prefix) {
      case EQ -> implied(written).times(factor).contains(target);
      case NE -> !implied(written).times(factor).contains(target);
      case GT -> above(value, false).overlaps(target);
      case LT -> below(value, false).overlaps(target);
      case GE -> above(value, true).overlaps(target);
      case LE -> below(value, true).overlaps(target);
      case SA -> above(value, false).contains(target);
      case EB -> below(value, false).contains(target);
      case AP -> approximate(value).overlaps(target);
    };
  }

  /** Ten percent of the value on both sides. */
  private static NumberRange approximate(BigDecimal value) {
    BigDecimal tenth = value.abs().multiply(TENTH);
    return new NumberRange(value.subtract(tenth), true, value.add(tenth), true);
  }

  private boolean startsNoLaterThan(NumberRange other) {
    if (low == null) {
      return true;
    }
    if (other.low == null) {
      return false;
    }
    int order = low.compareTo(other.low);
    return order < 0 || (order == 0 && (lowIncluded || !other.lowIncluded));
  }

  private boolean endsNoEarlierThan(NumberRange other) {
    if (high == null) {
      return true;
    }
    if (other.high == null) {
      return false;
    }
    int order = high.compareTo(other.high);
    return order > 0 || (order == 0 && (highIncluded || !other.highIncluded));
  }

  private boolean endsBefore(NumberRange other) {
    if (high == null || other.low == null) {
      return false;
    }
    int order = high.compareTo(other.low);
    return order < 0 || (order == 0 && !(highIncluded && other.lowIncluded));
  }
}
