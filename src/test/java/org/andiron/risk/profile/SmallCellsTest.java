package org.andiron.risk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmallCellsTest {

  private static boolean[] hidden(boolean others, int... having) {
    int[] known = new int[having.length];
    java.util.Arrays.fill(known, 100);
    return SmallCells.hidden(having, known, others);
  }

  @Test
  void fewWithAndFewWithoutAreNotTold() {
    assertThat(hidden(false, 1, 10, 50)).containsExactly(true, true, false);
    assertThat(hidden(false, 99, 90, 50)).containsExactly(true, true, false);
    assertThat(hidden(false, 0, 11, 89, 100)).containsExactly(false, false, false, false);
  }

  @Test
  void oneAloneWouldComeOutOfTheTotal() {
    assertThat(hidden(false, 5, 40, 20)).containsExactly(true, false, true);
    assertThat(hidden(true, 5, 40, 20)).containsExactly(true, false, false);
    assertThat(hidden(false, 5)).containsExactly(true);
  }
}
