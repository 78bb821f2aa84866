package org.andiron.risk.learning.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinearScorerTest {

  private static final double[] BACKGROUND = {1, 0.5, 0};

  private static Scorer read(String json) {
    return ScorerFormat.LINEAR.open(json.getBytes(StandardCharsets.UTF_8), BACKGROUND);
  }

  @Test
  void addsUpAndTellsTheDifferenceToTheMean() {
    ExplainingScorer scorer =
        (ExplainingScorer) LinearScorer.artefact(0.25, new double[] {2, -4, 8}).open(BACKGROUND);
    double[] row = {3, 1, 0.5};
    assertThat(scorer.score(row)).isEqualTo(0.25 + 6 - 4 + 4);
    assertThat(scorer.base()).isEqualTo(0.25 + 2 - 2);
    // The last two columns are of one input.
    assertThat(scorer.contributions(row, new int[] {0, 1, 1}, 2)).containsExactly(4, 2);
  }

  @Test
  void whatIsNoFileOfCoefficientsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> read("{"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{\"intercept\": 1, \"coefficients\": [1], \"more\": 2}"))
        .withMessageContaining("more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{\"coefficients\": [1]}"))
        .withMessageContaining("intercept");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{\"intercept\": 1}"))
        .withMessage("coefficients is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{\"intercept\": 1, \"coefficients\": [1, null]}"))
        .withMessageContaining("numbers only");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("{\"intercept\": 1, \"coefficients\": [1e999]}"))
        .withMessageContaining("finite");
  }

  @Test
  void anotherNumberOfColumnsIsRefused() {
    Artefact artefact = LinearScorer.artefact(0, new double[] {1, 2});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> artefact.open(BACKGROUND))
        .withMessage("has 2 columns, not 3");
  }
}
