package org.andiron.storage.index;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number of a search and all that it may have been rounded from: half a unit of the last digit
 * that is written, to either side. {@code 100} is from 99.5 to 100.5, {@code 5.40} from 5.395 to
 * 5.405. The specification gives 95 to 105 for {@code 1e2}, so that an exponent after a number
 * without a point counts as one with one decimal.
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
    if (!isIndexable(value)) {
      return Optional.empty();
    }
    boolean isScientific = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    int scale = value.scale() + (isScientific && text.indexOf('.') < 0 ? 1 : 0);
    BigDecimal half = BigDecimal.valueOf(5, scale + 1);
    return Optional.of(new DecimalInterval(value, value.subtract(half), value.add(half)));
  }

  static boolean isIndexable(BigDecimal value) {
    return value.precision() <= MAX_DIGITS
        && Math.abs((long) value.scale()) <= MAX_EXPONENT
        && Math.abs((long) value.precision() - value.scale()) <= MAX_EXPONENT;
  }
}
