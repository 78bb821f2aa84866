package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionsTest {

  private final Predictions two =
      Predictions.of(new double[] {0.1, 0.9}, new boolean[] {false, true});

  @Test
  void refusesNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Predictions.of(new double[0], new boolean[0]));
  }

  @Test
  void refusesOtherNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Predictions.of(new double[2], new boolean[3]))
        .withMessage("3 outcomes for 2 rows");
    assertThatIllegalArgumentException().isThrownBy(() -> two.ofPatients(List.of("a")));
    assertThatIllegalArgumentException().isThrownBy(() -> two.groupedBy("sex", List.of("female")));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesWhatIsNoProbability(double probability) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Predictions.of(new double[] {0.5, probability}, new boolean[2]))
        .withMessageStartingWith("prediction 1 is no probability");
  }

  @Test
  void refusesGroupsTwice() {
    Predictions grouped = two.groupedBy("sex", List.of("female", "male"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grouped.groupedBy("sex", List.of("male", "male")));
  }

  @Test
  void keepsWhatItWasGiven() {
    double[] probabilities = {0.1, 0.9};
    boolean[] outcomes = {false, true};
    Predictions kept = Predictions.of(probabilities, outcomes);
    probabilities[0] = 0.5;
    outcomes[0] = true;
    assertThat(kept.probability(0)).isEqualTo(0.1);
    assertThat(kept.outcome(0)).isFalse();
  }

  @Test
  void settingsRefuseNonsense() {
    assertThatIllegalArgumentException().isThrownBy(() -> EvaluationSettings.usual(1, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EvaluationSettings.usual(1, List.of(1.5)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EvaluationSettings.usual(1, List.of(Double.NaN)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EvaluationSettings.usual(1, List.of(0.5, 0.5)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EvaluationSettings.usual(1, List.of(0.5)).withResamples(-1));
  }
}
