package org.andiron.risk.model;

import java.util.OptionalDouble;

/**
 * Numbers between two ends, either of which may be open or missing.
 *
 * @param from least number that is in it
 * @param above largest number that is below all in it, in the place of {@code from}
 * @param to largest number that is in it
 * @param below least number that is above all in it, in the place of {@code to}
 */
public record Range(
    OptionalDouble from, OptionalDouble above, OptionalDouble to, OptionalDouble below) {

  /** All numbers. */
  public static final Range ALL =
      new Range(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /**
   * @throws IllegalArgumentException if an end is given twice, or nothing is between them
   */
  public Range {
    if ((from.isPresent() && above.isPresent()) || (to.isPresent() && below.isPresent())) {
      throw new IllegalArgumentException("an end of a range is either in it or not");
    }
    double least = from.orElse(above.orElse(Double.NEGATIVE_INFINITY));
    double largest = to.orElse(below.orElse(Double.POSITIVE_INFINITY));
    boolean closed = from.isPresent() && to.isPresent();
    if (least > largest || (least == largest && !closed)) {
      throw new IllegalArgumentException("no number is in the range");
    }
  }

  /** Whether the number is in it. */
  public boolean contains(double number) {
    return number >= from.orElse(Double.NEGATIVE_INFINITY)
        && number > above.orElse(Double.NEGATIVE_INFINITY)
        && number <= to.orElse(Double.POSITIVE_INFINITY)
        && number < below.orElse(Double.POSITIVE_INFINITY);
  }

  /** The number, or the end of the range that is nearest to it. Open ends count as closed. */
  public double nearest(double number) {
    double least = from.orElse(above.orElse(Double.NEGATIVE_INFINITY));
    double largest = to.orElse(below.orElse(Double.POSITIVE_INFINITY));
    return Math.min(Math.max(number, least), largest);
  }
}
