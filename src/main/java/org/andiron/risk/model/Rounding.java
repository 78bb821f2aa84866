package org.andiron.risk.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounds as on paper. Sums, quotients and conversions in binary arithmetic miss the ends of bands
 * and the middle between two numbers by a little: 58.8 kg at 1.40 m come out above 30 kg/m2. So
 * what is beyond the ninth decimal does not count.
 */
final class Rounding {

  private static final int EXACT = 9;

  private Rounding() {}

  /** Without what arithmetic left beyond the ninth decimal. */
  static double clean(double number) {
    return halfUp(number, EXACT);
  }

  /** Rounded half up to some decimals; numbers that are not finite stay as they are. */
  static double halfUp(double number, int decimals) {
    if (!Double.isFinite(number)) {
      return number;
    }
    return BigDecimal.valueOf(number)
        .setScale(EXACT, RoundingMode.HALF_UP)
        .setScale(decimals, RoundingMode.HALF_UP)
        .doubleValue();
  }
}
