package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return new TrainingExample(
        patient,
        Instant.EPOCH.plus(Duration.ofDays(day)),
        new FeatureVector(Map.of()),
        0,
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
    assertThat(split.earlier()).isZero();
  }

  @Test
  void earlierExamplesOfSomebodyHeldOutAreInNeitherPart() {
    HeldOutSplit split =
        split(
            List.of(example("a", 1), example("a", 4), example("b", 2), example("c", 3)),
            new HeldOut.Latest(0.25),
            1);
    assertThat(split.heldOut()).containsExactly(1);
    assertThat(split.training()).containsExactly(2, 3);
    assertThat(split.earlier()).isEqualTo(1);
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
            () ->
                split(
                    List.of(example("a", 1), example("b", 1)), new HeldOut.Latest(0.5), 1))
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
    assertThat(split.training().size() + split.heldOut().size() + split.earlier())
        .isEqualTo(examples.size());
  }

  @Test
  void fromADayOnAllAreHeldOut() {
    HeldOutSplit split =
        split(
            List.of(example("a", 1), example("a", 9), example("b", 5), example("c", 4)),
            new HeldOut.From(Instant.EPOCH.plus(Duration.ofDays(5))),
            1);
    assertThat(split.heldOut()).containsExactly(1, 2);
    assertThat(split.training()).containsExactly(3);
    assertThat(split.earlier()).isEqualTo(1);
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
    assertThat(split.earlier()).isZero();
    assertThat(split)
        .isEqualTo(split(examples, new HeldOut.OfPatients(tenths / 10.0), seed));
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
            example("e", 60));
    HeldOutSplit split =
        HeldOutSplit.of(
            examples, new HeldOut.From(Instant.EPOCH.plus(Duration.ofDays(100))), days, 1);
    assertThat(split.training()).containsExactly(0, 1);
    assertThat(split.overlapping()).isEqualTo(2);
    assertThat(split.heldOut()).containsExactly(4);
    assertThat(split.earlier()).isEqualTo(1);
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
            place ->
                assertThat(horizon.end(examples.get(place).index())).isBefore(split.from()));
    assertThat(
            split.training().size()
                + split.heldOut().size()
                + split.earlier()
                + split.overlapping())
        .isEqualTo(examples.size());
  }

  @Test
  void anotherSeedDrawsOthers() {
    List<TrainingExample> examples = MadeUpCohort.events(60, 1).examples();
    assertThat(split(examples, new HeldOut.OfPatients(0.5), 1).heldOut())
        .isNotEqualTo(split(examples, new HeldOut.OfPatients(0.5), 2).heldOut());
  }
}
