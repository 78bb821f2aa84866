package org.andiron.storage.index;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number of a search and all that it may have been rounded from: half a unit of the last digit
 * that is written, to either side. {@code 100} is from 99.5 to 100.5, {@code 5.40} from 5.395 to
 * 5.405, {@code 1e2} from 50 to 150.
 *
 * <p>The specification says of {@code 1e2} both that it has one significant figure and that it is
 * from 95 to 105; these exclude each other, and we follow the former, which is its rule.
 *
 * @param value the number itself
 * @param low the least number that is rounded to it
 * @param high the least number above that is not
 * @see <a href="https://hl7.org/fhir/R4/search.html#number">Number parameters</a>
 */
public record DecimalInterval(BigDecimal value, BigDecimal low, BigDecimal high) {

  /** More than any measurement has, and well within what the database can keep and index. */
  private static final int MAX_DIGITS = 100;

  private static final int MAX_EXPONENT = 200;

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?([eE][+-]?[0-9]{1,4})?");

  /** Reads a FHIR decimal or integer; empty if it is none or too large or too fine to be one. */
  public static Optional<DecimalInterval> parse(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(text);
    return isIndexable(value) ? Optional.of(of(value)) : Optional.empty();
  }

  /** The interval of a number whose scale is the precision it is written in. */
  public static DecimalInterval of(BigDecimal value) {
    BigDecimal half = BigDecimal.valueOf(5, value.scale() + 1);
    return new DecimalInterval(value, value.subtract(half), value.add(half));
  }

  static boolean isIndexable(BigDecimal value) {
    return value.precision() <= MAX_DIGITS
        && Math.abs((long) value.scale()) <= MAX_EXPONENT
        && Math.abs((long) value.precision() - value.scale()) <= MAX_EXPONENT;
  }
}
