package org.andiron.risk.evaluation.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StabilityTest {

  private static BinCounts counts(long... counts) {
    return new BinCounts(LongStream.of(counts).boxed().toList());
  }

  private static double index(BinCounts one, BinCounts other) {
    return Stability.of(one, other).orElseThrow().index();
  }

  @Test
  void indexByHand() {
    // (0.5 - 0.25) ln 2 + (0.3 - 0.5) ln 0.6 + (0.2 - 0.25) ln 0.8
    assertThat(index(counts(50, 30, 20), counts(25, 50, 25)))
        .isCloseTo(0.28660909745889496, within(1e-15));
  }

  @Test
  void emptyBinsCountAsHalfAValueOfTheSmallerSample() {
    // (0.5 - 0.005) ln(0.5 / 0.005) + (0.5 - 1) ln 0.5
    assertThat(index(counts(500, 500), counts(0, 100)))
        .isCloseTo(2.6261328323440782, within(1e-14));
  }

  @Test
  void whatChanceDoesIsTheQuantileOfChiSquared() {
    // the quantile 0.99999 with nine degrees is 39.3407; the approximation is on the safe side
    BinCounts tens = counts(10, 10, 10, 10, 10, 10, 10, 10, 10, 10);
    assertThat(Stability.of(tens, tens).orElseThrow().byChance() / (2.0 / 100))
        .isBetween(39.34, 40.2);
  }

  @Test
  void binsThatNobodyEverFellIntoAreNoDegrees() {
    assertThat(Stability.of(counts(5, 5, 0, 0), counts(5, 5, 0, 0)))
        .isEqualTo(Stability.of(counts(5, 5), counts(5, 5)));
    assertThat(Stability.of(counts(5, 0), counts(9, 0)).orElseThrow())
        .isEqualTo(new Stability(0, 0));
  }

  @Test
  void limitIsPassedByWhatIsAboveItAndNotByChance() {
    assertThat(new Stability(0.21, 0.1).exceeds(0.2)).isTrue();
    assertThat(new Stability(0.2, 0.1).exceeds(0.2)).isFalse();
    assertThat(new Stability(0.21, 0.3).exceeds(0.2)).isFalse();
  }

  @Test
  void nothingToCompareIsAbsent() {
    assertThat(Stability.of(counts(0, 0), counts(1, 2))).isEmpty();
    assertThat(Stability.of(counts(1, 2), counts(0, 0))).isEmpty();
  }

  @Test
  void refusesOtherBins() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stability.of(counts(1, 2), counts(1, 2, 3)));
    assertThatIllegalArgumentException().isThrownBy(() -> counts(1, 2).merge(counts(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> counts(1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> counts());
  }

  @Property
  void indexIsTheSameBothWaysAndNeverNegative(
      @ForAll @Size(5) List<@LongRange(min = 0, max = 10_000) Long> some,
      @ForAll @Size(5) List<@LongRange(min = 0, max = 10_000) Long> others) {
    BinCounts one = new BinCounts(some).and(0);
    BinCounts other = new BinCounts(others).and(4);
    assertThat(index(one, other)).isEqualTo(index(other, one)).isNotNegative();
  }

  @Property
  void indexOfTheSamePartsIsZero(
      @ForAll @Size(5) List<@LongRange(min = 0, max = 10_000) Long> some,
      @ForAll @IntRange(min = 1, max = 50) int times) {
    BinCounts one = new BinCounts(some).and(0);
    BinCounts more = new BinCounts(one.counts().stream().map(it -> it * times).toList());
    assertThat(index(one, more)).isCloseTo(0, within(1e-15));
  }

  @Property
  void countsOfDaysAddUpInAnyOrder(
      @ForAll @Size(3) List<@LongRange(min = 0, max = 1000) Long> a,
      @ForAll @Size(3) List<@LongRange(min = 0, max = 1000) Long> b,
      @ForAll @Size(3) List<@LongRange(min = 0, max = 1000) Long> c) {
    BinCounts first = new BinCounts(a);
    BinCounts second = new BinCounts(b);
    BinCounts third = new BinCounts(c);
    assertThat(first.merge(second).merge(third))
        .isEqualTo(third.merge(second.merge(first)))
        .extracting(BinCounts::total)
        .isEqualTo(first.total() + second.total() + third.total());
  }

  @Test
  void decilesAreOfTheReference() {
    double[] values = LongStream.rangeClosed(0, 100).mapToDouble(it -> it).toArray();
    Binning.Numeric deciles = Binning.Numeric.deciles(values);
    assertThat(deciles.edges()).containsExactly(10d, 20d, 30d, 40d, 50d, 60d, 70d, 80d, 90d);
    assertThat(deciles.bins()).isEqualTo(11);
    assertThat(deciles.missing()).isEqualTo(10);
    assertThat(deciles.bin(-5)).isZero();
    assertThat(deciles.bin(10)).isZero();
    assertThat(deciles.bin(10.5)).isEqualTo(1);
    assertThat(deciles.bin(1000)).isEqualTo(9);
  }

  @Test
  void equalValuesMakeFewerBins() {
    double[] flags = new double[100];
    Arrays.fill(flags, 0, 30, 1);
    Binning.Numeric two = Binning.Numeric.deciles(flags);
    assertThat(two.edges()).containsExactly(0d);
    assertThat(two.bin(0)).isZero();
    assertThat(two.bin(1)).isEqualTo(1);
    assertThat(Binning.Numeric.deciles(new double[] {7, 7}).edges()).isEmpty();
  }

  @Test
  void codesThatNobodyKnewShareABin() {
    Binning.Categorical smoking = new Binning.Categorical(List.of("never", "former", "current"));
    assertThat(smoking.bin("former")).isEqualTo(1);
    assertThat(smoking.bin("new code")).isEqualTo(3);
    assertThat(smoking.missing()).isEqualTo(4);
    assertThat(BinCounts.none(smoking).counts()).containsExactly(0L, 0L, 0L, 0L, 0L);
  }

  @Test
  void binsRefuseNonsense() {
    assertThatIllegalArgumentException().isThrownBy(() -> Binning.Numeric.deciles(new double[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Binning.Numeric.deciles(new double[] {1, Double.NaN}));
    assertThatIllegalArgumentException().isThrownBy(() -> new Binning.Numeric(List.of(2d, 1d)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Binning.Numeric(List.of(1d)).bin(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Binning.Categorical(List.of("a", "a")));
  }
}
