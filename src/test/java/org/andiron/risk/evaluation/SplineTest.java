package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SplineTest {

  private final Spline spline = new Spline(new double[] {-3, -1, 0, 2});

  @Test
  void hasATermLessThanKnots() {
    assertThat(spline.terms()).isEqualTo(3);
    assertThat(spline.term(0, 1.25)).isEqualTo(1.25);
  }

  @Test
  void isALineOutsideOfTheKnots() {
    for (int term = 0; term < 3; term++) {
      for (double middle : new double[] {-9, -4, 3, 7, 20}) {
        assertThat(curvature(term, middle)).isCloseTo(0, within(1e-10));
      }
    }
    assertThat(spline.term(1, -3)).isZero();
    assertThat(spline.term(2, -1.01)).isZero();
  }

  @Test
  void isBentBetweenThem() {
    assertThat(curvature(1, -0.5)).isGreaterThan(0.01);
    assertThat(curvature(2, 0)).isGreaterThan(0.01);
  }

  @Test
  void termByHand() {
    // ((1 + 3)^3 - (1 - 0)^3 * (2 + 3) / (2 - 0)) / 25
    assertThat(spline.term(1, 1)).isCloseTo(2.46, within(1e-14));
    // ((1 + 1)^3 - (1 - 0)^3 * (2 + 1) / (2 - 0)) / 25
    assertThat(spline.term(2, 1)).isCloseTo(0.26, within(1e-14));
  }

  @Test
  void fewerThanThreeDifferentKnotsMakeALine() {
    assertThat(new Spline(new double[] {1, 1, 2, 2}).terms()).isEqualTo(1);
    assertThat(new Spline(new double[] {1, 1, 2, 3}).terms()).isEqualTo(2);
  }

  private double curvature(int term, double middle) {
    return spline.term(term, middle - 0.5)
        - 2 * spline.term(term, middle)
        + spline.term(term, middle + 0.5);
  }
}
