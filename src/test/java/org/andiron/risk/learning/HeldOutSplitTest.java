package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.Horizon;
import org.junit.jupiter.api.Test;

class HeldOutSplitTest {

  private static HeldOutSplit split(List<TrainingExample> examples, HeldOut which, long seed) {
    return HeldOutSplit.of(examples, which, Optional.empty(), seed);
  }

  private static TrainingExample example(String patient, int day) {
    return example(patient, day, 0);
  }

  private static TrainingExample example(String patient, int day, double outcome) {
    return new TrainingExample(
        patient,
        Instant.EPOCH.plus(Duration.ofDays(day)),
        new FeatureVector(Map.of()),
        outcome,
        Map.of());
  }

  @Test
  void theLatestAreHeldOut() {
    HeldOutSplit split =
        split(
            List.of(example("a", 4), example("b", 1), example("c", 3), example("d", 2)),
            new HeldOut.Latest(0.25),
            1);
    assertThat(split.heldOut()).containsExactly(0);
    assertThat(split.training()).containsExactly(1, 2, 3);
    assertThat(split.from()).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(4)));
    assertThat(split.aside()).isZero();
  }

  /** As in a cohort that is looked at each year, which whoever has the outcome leaves. */
  @Property(tries = 20)
  void whoIsSeenAgainDoesNotDecideWhoIsHeldOut(
      @ForAll @LongRange(min = 1, max = 100_000) long seed) {
    Random random = new Random(seed);
    List<TrainingExample> examples = new ArrayList<>();
    for (int patient = 0; patient < 2_000; patient++) {
      boolean came = false;
      for (int year = 0; year < 6 && !came; year++) {
        came = random.nextInt(10) == 0;
        examples.add(example("p" + patient, year * 365, came ? 1 : 0));
      }
    }
    HeldOutSplit split =
        split(examples, new HeldOut.From(Instant.EPOCH.plus(Duration.ofDays(3 * 365))), seed);
    assertThat(split.drawn()).isTrue();
    assertThat(frequency(examples, split.training())).isBetween(0.07, 0.13);
    assertThat(frequency(examples, split.heldOut())).isBetween(0.05, 0.15);
    Set<String> learned = new HashSet<>();
    split.training().forEach(place -> learned.add(examples.get(place).patient()));
    assertThat(split.heldOut())
        .allSatisfy(place -> assertThat(learned).doesNotContain(examples.get(place).patient()));
    assertThat(split.training().size() + split.heldOut().size() + split.aside())
        .isEqualTo(examples.size());
  }

  private static double frequency(List<TrainingExample> examples, List<Integer> places) {
    return places.stream().mapToDouble(it -> examples.get(it).outcome()).average().orElseThrow();
  }

  @Test
  void examplesOfTheSameTimeAreNotDivided() {
    HeldOutSplit split =
        split(
            List.of(example("a", 1), example("b", 2), example("c", 2), example("d", 2)),
            new HeldOut.Latest(0.25),
            1);
    assertThat(split.training()).containsExactly(0);
    assertThat(split.heldOut()).containsExactly(1, 2, 3);
  }

  @Test
  void withoutAnythingBeforeThereIsNothingToLearnOf() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> split(List.of(example("a", 1), example("b", 1)), new HeldOut.Latest(0.5), 1))
        .withMessageContaining("nothing is left to learn of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split(List.of(example("a", 1)), new HeldOut.Latest(0.5), 1))
        .withMessageContaining("too few");
  }

  @Property(tries = 100)
  void nobodyIsInBothPartsAndNothingLearnedIsLater(
      @ForAll @LongRange(min = 1, max = 100_000) long seed,
      @ForAll @IntRange(min = 1, max = 9) int tenths) {
    List<TrainingExample> examples = MadeUpCohort.events(60, seed).examples();
    HeldOutSplit split = split(examples, new HeldOut.Latest(tenths / 10.0), 1);
    Set<String> learned = new HashSet<>();
    split.training().forEach(place -> learned.add(examples.get(place).patient()));
    assertThat(split.heldOut())
        .isNotEmpty()
        .allSatisfy(
            place -> {
              assertThat(learned).doesNotContain(examples.get(place).patient());
              assertThat(examples.get(place).index()).isAfterOrEqualTo(split.from());
            });
    assertThat(split.training())
        .allSatisfy(place -> assertThat(examples.get(place).index()).isBefore(split.from()));
    assertThat(split.training().size() + split.heldOut().size() + split.aside())
        .isEqualTo(examples.size());
  }

  @Test
  void fromADayOnAllAreHeldOut() {
    HeldOutSplit split =
        split(
            List.of(example("a", 1), example("d", 9), example("b", 5), example("c", 4)),
            new HeldOut.From(Instant.EPOCH.plus(Duration.ofDays(5))),
            1);
    assertThat(split.heldOut()).containsExactly(1, 2);
    assertThat(split.training()).containsExactly(0, 3);
    assertThat(split.drawn()).isFalse();
    assertThat(split.aside()).isZero();
    assertThat(split.from()).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(5)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                split(
                    List.of(example("a", 1), example("b", 2)),
                    new HeldOut.From(Instant.EPOCH.plus(Duration.ofDays(5))),
                    1))
        .withMessage(
            "nothing is left to evaluate on, which would be the examples with index dates from"
                + " 1970-01-06T00:00:00Z on");
  }

  @Property(tries = 100)
  void patientsWhoAreDrawnAreHeldOutWithAllTheirExamples(
      @ForAll @LongRange(min = 1, max = 100_000) long seed,
      @ForAll @IntRange(min = 1, max = 9) int tenths) {
    List<TrainingExample> examples = MadeUpCohort.events(60, seed).examples();
    HeldOutSplit split = split(examples, new HeldOut.OfPatients(tenths / 10.0), seed);
    Set<String> held = new HashSet<>();
    split.heldOut().forEach(place -> held.add(examples.get(place).patient()));
    assertThat(held).hasSize(6 * tenths);
    assertThat(split.training())
        .allSatisfy(place -> assertThat(held).doesNotContain(examples.get(place).patient()));
    assertThat(split.aside()).isZero();
    assertThat(split).isEqualTo(split(examples, new HeldOut.OfPatients(tenths / 10.0), seed));
  }

  @Test
  void whatIsLearnedOfWasKnownBeforeThoseHeldOutBegin() {
    Optional<Horizon> days = Optional.of(new Horizon(30, Horizon.Unit.DAYS));
    List<TrainingExample> examples =
        List.of(
            example("a", 1),
            example("b", 69),
            example("c", 70),
            example("d", 99),
            example("e", 100),
            example("f", 60));
    HeldOutSplit split =
        HeldOutSplit.of(
            examples, new HeldOut.From(Instant.EPOCH.plus(Duration.ofDays(100))), days, 1);
    assertThat(split.training()).containsExactly(0, 1, 5);
    assertThat(split.overlapping()).isEqualTo(2);
    assertThat(split.heldOut()).containsExactly(4);
    assertThat(split.aside()).isZero();
    assertThat(HeldOutSplit.of(examples, new HeldOut.Latest(0.1), days, 1)).isEqualTo(split);
    HeldOutSplit ofPatients = HeldOutSplit.of(examples, new HeldOut.OfPatients(0.2), days, 1);
    assertThat(ofPatients.overlapping()).isZero();
  }

  @Test
  void whereNoOutcomeWasKnownBeforeItIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HeldOutSplit.of(
                    List.of(example("a", 1), example("b", 20)),
                    new HeldOut.Latest(0.5),
                    Optional.of(new Horizon(1, Horizon.Unit.YEARS)),
                    1))
        .withMessageContaining("nothing is left to learn of")
        .withMessageContaining("the horizon of the outcome is not over before those (1 examples)");
  }

  @Property(tries = 100)
  void noOutcomeOfTrainingIsOfLater(
      @ForAll @LongRange(min = 1, max = 100_000) long seed,
      @ForAll @IntRange(min = 1, max = 400) int days) {
    List<TrainingExample> examples = MadeUpCohort.events(60, seed).examples();
    Horizon horizon = new Horizon(days, Horizon.Unit.DAYS);
    HeldOutSplit split =
        HeldOutSplit.of(examples, new HeldOut.Latest(0.2), Optional.of(horizon), 1);
    assertThat(split.training())
        .allSatisfy(
            place -> assertThat(horizon.end(examples.get(place).index())).isBefore(split.from()));
    assertThat(
            split.training().size() + split.heldOut().size() + split.aside() + split.overlapping())
        .isEqualTo(examples.size());
  }

  @Test
  void anotherSeedDrawsOthers() {
    List<TrainingExample> examples = MadeUpCohort.events(60, 1).examples();
    assertThat(split(examples, new HeldOut.OfPatients(0.5), 1).heldOut())
        .isNotEqualTo(split(examples, new HeldOut.OfPatients(0.5), 2).heldOut());
  }
}
