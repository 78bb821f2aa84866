package org.andiron.risk.explanation;

/** Where an input moves a result, compared with the reference. */
public enum Direction {
  RAISES,
  LOWERS,
  NONE;

  static Direction of(double contribution) {
    if (contribution == 0) {
      return NONE;
    }
    return contribution > 0 ? RAISES : LOWERS;
  }
}
