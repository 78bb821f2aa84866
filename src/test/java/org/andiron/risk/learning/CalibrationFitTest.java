package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.andiron.risk.learning.scoring.Calibration;
import org.andiron.risk.learning.scoring.Calibration.Isotonic;
import org.andiron.risk.learning.scoring.Calibration.Platt;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {

  private static final int FOLDS = 4;

  private record Drawn(double[] scores, boolean[] outcomes, int[] foldOf) {

    Calibration calibration() {
      return CalibrationFit.of(scores, outcomes, foldOf, FOLDS);
    }
  }

  private static Drawn drawn(int rows, DoubleUnaryOperator logit) {
    Random random = new Random(17);
    double[] scores = new double[rows];
    boolean[] outcomes = new boolean[rows];
    int[] foldOf = new int[rows];
    for (int row = 0; row < rows; row++) {
      scores[row] = 4 * random.nextDouble() - 2;
      outcomes[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit.applyAsDouble(scores[row])));
      foldOf[row] = row % FOLDS;
    }
    return new Drawn(scores, outcomes, foldOf);
  }

  @Test
  void aLineIsFoundAgain() {
    Platt line = (Platt) drawn(20_000, score -> 0.7 * score - 0.4).calibration();
    assertThat(line.slope()).isCloseTo(0.7, within(0.05));
    assertThat(line.intercept()).isCloseTo(-0.4, within(0.05));
  }

  /** A step cannot be said by a line. */
  @Test
  void aStepIsIsotonicIfThereAreEnough() {
    DoubleUnaryOperator step = score -> score < 1 ? -2 : 2;
    Calibration calibration = drawn(8000, step).calibration();
    assertThat(calibration).isInstanceOf(Isotonic.class);
    assertThat(calibration.logit(-1)).isCloseTo(-2, within(0.5));
    assertThat(calibration.logit(1.5)).isCloseTo(2, within(0.5));
    assertThat(drawn(1000, step).calibration()).isInstanceOf(Platt.class);
  }

  @Test
  void pointsAreThoseOfPooledNeighbours() {
    Isotonic points =
        (Isotonic)
            CalibrationFit.isotonic(
                new double[] {3, 1, 2, 4, 4}, new boolean[] {false, false, true, true, true});
    // Of 2 (an event) and 3 (none) one half is left; 1 has none of one, 4 has all of two.
    assertThat(points.scores()).containsExactly(1.0, 2.5, 4.0);
    assertThat(points.logits().get(1)).isZero();
    assertThat(points.logits().get(0)).isCloseTo(Math.log(0.1 / 0.9), within(1e-12));
    assertThat(points.logits().get(2)).isCloseTo(Math.log(0.9 / 0.1), within(1e-12));
  }

  @Test
  void scoresThatSayNothingOrTheContraryAreMadeTheSame() {
    boolean[] outcomes = {true, false, false, false};
    Calibration same = CalibrationFit.platt(new double[] {1, 1, 1, 1}, outcomes);
    assertThat(same).isEqualTo(new Platt(Math.log(0.25 / 0.75), 0));
    Calibration contrary = CalibrationFit.platt(new double[] {-3, 1, 2, 3}, outcomes);
    assertThat(contrary).isEqualTo(same);
  }

  @Test
  void calibrationLowersTheLossOfOverconfidentScores() {
    Drawn drawn = drawn(4000, score -> 0.3 * score);
    double before = CalibrationFit.loss(new Platt(0, 1), drawn.scores(), drawn.outcomes());
    double after = CalibrationFit.loss(drawn.calibration(), drawn.scores(), drawn.outcomes());
    assertThat(after).isLessThan(before - 0.05);
  }
}
