package org.andiron.risk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DefinedModelTest {

  @Test
  void theThresholdAtWhichGroupsAreComparedIsTheFrequencyOfTheOutcome() {
    assertThat(DefinedModel.thresholds(0.123)).startsWith(0.12, 0.05);
    assertThat(DefinedModel.thresholds(0.2)).isEqualTo(List.of(0.2, 0.05, 0.1, 0.3, 0.5));
    assertThat(DefinedModel.thresholds(0.0001)).startsWith(0.01);
    assertThat(DefinedModel.thresholds(1)).startsWith(0.99);
  }
}
