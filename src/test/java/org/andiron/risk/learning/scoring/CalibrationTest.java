package org.andiron.risk.learning.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.andiron.risk.learning.scoring.Calibration.Isotonic;
import org.andiron.risk.learning.scoring.Calibration.Platt;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void aLineScalesContributionsByItsSlope() {
    Platt line = new Platt(-1, 0.5);
    assertThat(line.logit(4)).isEqualTo(1);
    assertThat(line.slope(4, 2)).isEqualTo(0.5);
  }

  @Test
  void pointsAreConnectedAndLevelOutside() {
    Isotonic points = new Isotonic(List.of(0.0, 1.0, 3.0), List.of(-2.0, 0.0, 1.0));
    assertThat(points.logit(-5)).isEqualTo(-2);
    assertThat(points.logit(0)).isEqualTo(-2);
    assertThat(points.logit(0.25)).isEqualTo(-1.5);
    assertThat(points.logit(2)).isEqualTo(0.5);
    assertThat(points.logit(9)).isEqualTo(1);
  }

  @Test
  void contributionsToPointsAddUp() {
    Isotonic points = new Isotonic(List.of(0.0, 1.0, 3.0), List.of(-2.0, 0.0, 1.0));
    double slope = points.slope(2, 0.25);
    assertThat(slope * (2 - 0.25)).isCloseTo(0.5 + 1.5, within(1e-12));
    assertThat(points.slope(2, 2)).isZero();
  }

  @Test
  void whatFallsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Platt(0, -0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Platt(Double.NaN, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Isotonic(List.of(0.0, 1.0), List.of(1.0, 0.0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Isotonic(List.of(1.0, 1.0), List.of(0.0, 1.0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Isotonic(List.of(1.0), List.of(0.0, 1.0)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Isotonic(List.of(), List.of()));
  }
}
