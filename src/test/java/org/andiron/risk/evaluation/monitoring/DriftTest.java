package org.andiron.risk.evaluation.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleUnaryOperator;
import org.andiron.risk.evaluation.monitoring.Drift.What;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftTest {

  private static final int PATIENTS_A_DAY = 400;
  private static final Binning.Categorical UNITS =
      new Binning.Categorical(List.of("mg/dL", "mmol/L"));

  private final double[] trained = cholesterol(new SplittableRandom(1), 20_000);
  private final Binning.Numeric cholesterol = Binning.Numeric.deciles(trained);
  private final Binning.Numeric score = new Binning.Numeric(List.of(0.1, 0.2, 0.3));
  private final Counted reference = day(trained, it -> it, "mg/dL", () -> false);

  /** In mg/dL, around 195. */
  private static double[] cholesterol(SplittableRandom random, int number) {
    return random
        .doubles(number)
        .map(it -> 195 + 40 * (it + random.nextDouble() + random.nextDouble() - 1.5))
        .toArray();
  }

  private Counted day(
      double[] values, DoubleUnaryOperator change, String unit, BooleanSupplier missing) {
    BinCounts features = BinCounts.none(cholesterol);
    BinCounts units = BinCounts.none(UNITS);
    BinCounts scores = BinCounts.none(score);
    for (double value : values) {
      if (missing.getAsBoolean()) {
        features = features.and(cholesterol.missing());
      } else {
        features = features.and(cholesterol.bin(change.applyAsDouble(value)));
        units = units.and(UNITS.bin(unit));
      }
      scores = scores.and(score.bin(change.applyAsDouble(value) / 1000));
    }
    return new Counted(Map.of("cholesterol", features), Map.of("cholesterol", units), scores);
  }

  private List<What> moved(Counted current) {
    return Drift.between(reference, current, DriftLimits.USUAL).stream().map(Drift::what).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 40, PATIENTS_A_DAY})
  void thirtyCleanDaysRaiseNoAlarm(int patientsADay) {
    SplittableRandom random = new SplittableRandom(2);
    for (int day = 0; day < 30; day++) {
      assertThat(moved(day(cholesterol(random, patientsADay), it -> it, "mg/dL", () -> false)))
          .isEmpty();
    }
  }

  @Test
  void valuesInOtherUnitsAreFoundOnTheSameDay() {
    double[] today = cholesterol(new SplittableRandom(3), PATIENTS_A_DAY);
    assertThat(moved(day(today, it -> it / 38.67, "mmol/L", () -> false)))
        .containsExactly(What.FEATURE, What.UNITS, What.SCORE);
  }

  @Test
  void aUnitThatNobodyKnewIsFoundEvenIfValuesAreConverted() {
    double[] today = cholesterol(new SplittableRandom(3), PATIENTS_A_DAY);
    assertThat(moved(day(today, it -> it, "g/L", () -> false))).containsExactly(What.UNITS);
  }

  @Test
  void aFifthMissingIsFoundOnTheSameDay() {
    SplittableRandom random = new SplittableRandom(4);
    List<Drift> found =
        Drift.between(
            reference,
            day(
                cholesterol(random, PATIENTS_A_DAY),
                it -> it,
                "mg/dL",
                () -> random.nextDouble() < 0.2),
            DriftLimits.USUAL);
    assertThat(found)
        .anySatisfy(
            it -> {
              assertThat(it.what()).isEqualTo(What.MISSING);
              assertThat(it.feature()).isEqualTo("cholesterol");
              assertThat(it.value()).isBetween(0.15, 0.25);
              assertThat(it.limit()).isEqualTo(0.1);
            });
  }

  @Test
  void moreThatIsThereIsNoAlarmOfMissing() {
    SplittableRandom random = new SplittableRandom(4);
    Counted lacking =
        day(
            cholesterol(random, PATIENTS_A_DAY),
            it -> it,
            "mg/dL",
            () -> random.nextDouble() < 0.2);
    assertThat(Drift.between(lacking, reference, DriftLimits.USUAL))
        .extracting(Drift::what)
        .doesNotContain(What.MISSING);
  }

  @Test
  void oneOfThreePatientsIsNoRateOfMissing() {
    int[] seen = {0};
    Counted three =
        day(cholesterol(new SplittableRandom(5), 3), it -> it, "mg/dL", () -> seen[0]++ == 0);
    Counted before = day(cholesterol(new SplittableRandom(6), 20), it -> it, "mg/dL", () -> false);
    assertThat(Drift.between(before, three, DriftLimits.USUAL)).isEmpty();
  }

  @Test
  void limitsAreParameters() {
    double[] today = cholesterol(new SplittableRandom(3), PATIENTS_A_DAY);
    Counted shifted = day(today, it -> it + 8, "mg/dL", () -> false);
    assertThat(Drift.between(reference, shifted, new DriftLimits(0.1, 0.1)))
        .extracting(Drift::what)
        .contains(What.FEATURE);
    assertThat(Drift.between(reference, shifted, new DriftLimits(2, 0.1))).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new DriftLimits(0, 0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DriftLimits(0.2, Double.NaN));
  }

  @Test
  void partsOfADayAddUpToTheDay() {
    double[] today = cholesterol(new SplittableRandom(7), 200);
    Counted morning = day(Arrays.copyOf(today, 80), it -> it, "mg/dL", () -> false);
    Counted evening = day(Arrays.copyOfRange(today, 80, 200), it -> it, "mg/dL", () -> false);
    assertThat(morning.merge(evening)).isEqualTo(day(today, it -> it, "mg/dL", () -> false));
  }

  @Test
  void whatOnlyOneHasIsKept() {
    BinCounts one = new BinCounts(List.of(1L, 2L));
    Counted some = new Counted(Map.of("a", one), Map.of(), one);
    Counted others = new Counted(Map.of("b", one), Map.of("b", one), one);
    Counted merged = some.merge(others);
    assertThat(merged.features()).containsOnlyKeys("a", "b");
    assertThat(merged.units()).containsOnlyKeys("b");
    assertThat(merged.scores().counts()).containsExactly(2L, 4L);
  }

  @Test
  void everythingIsStoredAsJson() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readValue(mapper.writeValueAsString(reference), Counted.class))
        .isEqualTo(reference);
    String numeric = mapper.writeValueAsString(cholesterol);
    String codes = mapper.writeValueAsString(UNITS);
    assertThat(codes).isEqualTo("{\"codes\":[\"mg/dL\",\"mmol/L\"]}");
    assertThat(mapper.readValue(numeric, Binning.class)).isEqualTo(cholesterol);
    assertThat(mapper.readValue(codes, Binning.class)).isEqualTo(UNITS);
  }
}
