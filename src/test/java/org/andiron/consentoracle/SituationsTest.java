package org.andiron.consentoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.andiron.consentoracle.SituationTable.Situation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decides the situations in which LEAP-CDS tries its decisions. */
class SituationsTest {

  private final List<Situation> situations = new SituationTable().all();

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void decidesAsTheTableSays(Decider decider) {
    assertThat(situations)
        .filteredOn(situation -> decider.permits(situation.question()) != situation.permitted())
        .isEmpty();
  }

  @Test
  void tableHasAllSituations() {
    assertThat(situations.stream().map(Situation::number).distinct()).hasSize(22);
  }
}
