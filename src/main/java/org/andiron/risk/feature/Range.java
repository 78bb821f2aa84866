package org.andiron.risk.feature;

/** Numbers from one to another, both included; infinite where there is no bound. */
public record Range(double low, double high) {

  public Range {
    if (Double.isNaN(low) || Double.isNaN(high) || low > high) {
      throw new IllegalArgumentException("A range goes from low to high");
    }
  }

  /** Whether the number is in the range; NaN never is. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }
}
