package org.andiron.risk.evaluation.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.andiron.risk.evaluation.monitoring.CalibrationDrift.Finding;
import org.junit.jupiter.api.Test;

class CalibrationDriftTest {

  /**
   * Outcomes of patients with different risks.
   *
   * @param odds how many times as high the odds really are
   */
  private static CalibrationDrift drift(int outcomes, double odds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CalibrationDrift drift = CalibrationDrift.NONE;
    for (int i = 0; i < outcomes; i++) {
      double predicted = 0.02 + 0.4 * random.nextDouble();
      double truth = odds * predicted / (1 - predicted + odds * predicted);
      drift = drift.and(predicted, random.nextDouble() < truth);
    }
    return drift;
  }

  @Test
  void stepsByHand() {
    CalibrationDrift one = CalibrationDrift.NONE.and(0.25, true);
    // ln 2 - ln 1.25, and ln 0.5 - ln 0.875
    assertThat(one.above().end()).isCloseTo(0.47000362924573563, within(1e-15));
    assertThat(one.below().total()).isCloseTo(-0.5596157879354227, within(1e-15));
    assertThat(one.below().end()).isZero();
    CalibrationDrift two = one.and(0.5, false);
    // less ln 1.5
    assertThat(two.above().end()).isCloseTo(0.06453852113757122, within(1e-15));
    assertThat(two.above().peak()).isCloseTo(0.47000362924573563, within(1e-15));
    assertThat(two.below().end()).isCloseTo(0.2876820724517809, within(1e-15)); // -ln 0.75
    assertThat(two.outcomes()).isEqualTo(2);
    assertThat(two.observed()).isEqualTo(1);
    assertThat(two.expected()).isEqualTo(0.75);
  }

  @Property(tries = 200)
  void daysPutTogetherAreTheSameAsOneLongDay(
      @ForAll @IntRange(min = 0, max = 60) int first,
      @ForAll @IntRange(min = 0, max = 60) int second,
      @ForAll @IntRange(min = 0, max = 60) int third,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CalibrationDrift whole = CalibrationDrift.NONE;
    CalibrationDrift[] days = {CalibrationDrift.NONE, CalibrationDrift.NONE, CalibrationDrift.NONE};
    int[] sizes = {first, second, third};
    for (int day = 0; day < 3; day++) {
      for (int i = 0; i < sizes[day]; i++) {
        double probability = random.nextDouble();
        boolean outcome = random.nextBoolean();
        whole = whole.and(probability, outcome);
        days[day] = days[day].and(probability, outcome);
      }
    }
    assertSame(days[0].then(days[1]).then(days[2]), whole);
    assertSame(days[0].then(days[1].then(days[2])), whole);
  }

  private static void assertSame(CalibrationDrift found, CalibrationDrift expected) {
    assertThat(found.outcomes()).isEqualTo(expected.outcomes());
    assertThat(found.observed()).isEqualTo(expected.observed());
    assertThat(found.expected()).isCloseTo(expected.expected(), within(1e-10));
    assertSame(found.above(), expected.above());
    assertSame(found.below(), expected.below());
  }

  private static void assertSame(Cusum found, Cusum expected) {
    assertThat(found.total()).isCloseTo(expected.total(), within(1e-10));
    assertThat(found.end()).isCloseTo(expected.end(), within(1e-10));
    assertThat(found.highestTotal()).isCloseTo(expected.highestTotal(), within(1e-10));
    assertThat(found.peak()).isCloseTo(expected.peak(), within(1e-10));
  }

  @Test
  void trueModelPassesNoLimit() {
    double limit = CalibrationDrift.limit(3000, 0.01);
    for (int seed = 0; seed < 50; seed++) {
      assertThat(drift(3000, 1, seed).finding(limit)).isEqualTo(Finding.NONE);
    }
  }

  @Test
  void wrongModelIsFoundOutSoon() {
    double limit = CalibrationDrift.limit(3000, 0.01);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(drift(1500, 2, seed).finding(limit)).isEqualTo(Finding.UNDERESTIMATED);
      assertThat(drift(1500, 0.5, seed).finding(limit)).isEqualTo(Finding.OVERESTIMATED);
    }
  }

  @Test
  void aChangeAfterALongGoodTimeIsFoundToo() {
    CalibrationDrift drift = drift(3000, 1, 1).then(drift(600, 2, 2));
    assertThat(drift.finding(CalibrationDrift.limit(3600, 0.01))).isEqualTo(Finding.UNDERESTIMATED);
    assertThat(drift.then(drift(1200, 0.4, 3)).finding(CalibrationDrift.limit(4800, 0.01)))
        .isEqualTo(Finding.BOTH);
  }

  @Test
  void limitGrowsWithTheLogarithm() {
    assertThat(CalibrationDrift.limit(5000, 0.01)).isEqualTo(13.815510557964274); // ln 10^6
    assertThatIllegalArgumentException().isThrownBy(() -> CalibrationDrift.limit(0, 0.01));
    assertThatIllegalArgumentException().isThrownBy(() -> CalibrationDrift.limit(1, 0));
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CalibrationDrift.NONE.and(Double.NaN, true));
    assertThatIllegalArgumentException().isThrownBy(() -> CalibrationDrift.NONE.and(1.1, true));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cusum(0, -1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cusum(Double.NaN, 0, 0, 0));
  }

  @Test
  void certainPredictionsStayFinite() {
    CalibrationDrift certain = CalibrationDrift.NONE.and(0, true).and(1, false);
    assertThat(certain.above().total()).isCloseTo(0, within(1e-15));
    assertThat(certain.above().peak()).isEqualTo(0.6931471805599453);
  }

  @Test
  void isStoredAsJson() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    CalibrationDrift drift = drift(50, 1, 3);
    assertThat(mapper.readValue(mapper.writeValueAsString(drift), CalibrationDrift.class))
        .isEqualTo(drift);
  }
}
