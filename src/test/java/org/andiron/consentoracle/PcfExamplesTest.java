package org.andiron.consentoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.andiron.consentoracle.PcfTable.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Decides what IHE PCF says of its example consents. */
class PcfExamplesTest {

  private static final PcfTable TABLE = new PcfTable();

  static Stream<Arguments> consents() {
    return Deciders.all()
        .flatMap(
            decider -> TABLE.consents().stream().map(consent -> Arguments.of(decider, consent)));
  }

  @ParameterizedTest(name = "{1} by {0}")
  @MethodSource("consents")
  void decidesAsTheTableSays(Decider decider, String consent) {
    List<Cell> cells = TABLE.cells(consent);

    assertThat(cells).hasSize(4 * 8 * 9 * 12);
    assertThat(cells)
        .filteredOn(cell -> decider.permits(cell.question()) != cell.permitted())
        .isEmpty();
  }

  @Test
  void tableHasAllExamples() {
    assertThat(TABLE.consents()).hasSize(23);
  }
}
