package org.andiron.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChanceTest {

  @Test
  void guessesAreCountedFromThisManyOn() {
    assertThat(Chance.ofGuessing(0, 10)).isCloseTo(1, within(1e-9));
    assertThat(Chance.ofGuessing(10, 10)).isCloseTo(1.0 / 1024, within(1e-9));
    assertThat(Chance.ofGuessing(2, 3)).isCloseTo(0.5, within(1e-9));
    assertThat(Chance.ofGuessing(600, 1000)).isLessThan(1e-9);
  }

  @Test
  void ofTwoTimesOneIsLongerAsOftenAsNot() {
    long[] some = {1, 2, 3};
    assertThat(Chance.ofBeingLonger(some, some)).isCloseTo(0.5, within(1e-9));
    assertThat(Chance.ofBeingLonger(new long[] {5, 6}, some)).isCloseTo(1, within(1e-9));
    assertThat(Chance.ofBeingLonger(new long[] {2}, some)).isCloseTo(0.5, within(1e-9));
    assertThat(Chance.ofBeingLonger(new long[] {0}, some)).isZero();
  }
}
