package org.andiron.risk.feature;

/** From one unit to another: {@code slope · x + offset}. */
public record LinearConversion(double slope, double offset) {

  /** The number in the other unit. */
  public double apply(double value) {
    return slope * value + offset;
  }

  LinearConversion andThen(LinearConversion next) {
    return new LinearConversion(slope * next.slope, next.apply(offset));
  }

  LinearConversion inverse() {
    return new LinearConversion(1 / slope, -offset / slope);
  }

  boolean sameAs(LinearConversion other) {
    return Math.abs(slope - other.slope) <= 1e-6 * Math.abs(slope)
        && Math.abs(offset - other.offset) <= 1e-6 * Math.max(1, Math.abs(offset));
  }
}
