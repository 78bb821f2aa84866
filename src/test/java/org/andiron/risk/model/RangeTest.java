package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RangeTest {

  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Test
  void hasItsClosedEndsAndNotItsOpenOnes() {
    Range closed = new Range(of(1), NONE, of(2), NONE);
    Range open = new Range(NONE, of(1), NONE, of(2));
    assertThat(closed.contains(1)).isTrue();
    assertThat(closed.contains(2)).isTrue();
    assertThat(closed.contains(Math.nextDown(1))).isFalse();
    assertThat(closed.contains(Math.nextUp(2))).isFalse();
    assertThat(open.contains(1)).isFalse();
    assertThat(open.contains(2)).isFalse();
    assertThat(open.contains(1.5)).isTrue();
  }

  @Test
  void withoutEndsHasAllNumbers() {
    assertThat(Range.ALL.contains(-1e308)).isTrue();
    assertThat(Range.ALL.contains(1e308)).isTrue();
  }

  @Test
  void knowsTheNearestNumber() {
    Range range = new Range(of(6), NONE, of(40), NONE);
    assertThat(range.nearest(3)).isEqualTo(6);
    assertThat(range.nearest(17)).isEqualTo(17);
    assertThat(range.nearest(54)).isEqualTo(40);
  }

  @Test
  void isNotEmptyAndHasEachEndOnce() {
    assertThatThrownBy(() -> new Range(of(2), NONE, of(1), NONE)).hasMessageContaining("no number");
    assertThatThrownBy(() -> new Range(of(1), NONE, NONE, of(1))).hasMessageContaining("no number");
    assertThatThrownBy(() -> new Range(of(1), of(1), NONE, NONE))
        .hasMessageContaining("either in it or not");
    assertThat(new Range(of(1), NONE, of(1), NONE).contains(1)).isTrue();
  }

  private static OptionalDouble of(double number) {
    return OptionalDouble.of(number);
  }
}
