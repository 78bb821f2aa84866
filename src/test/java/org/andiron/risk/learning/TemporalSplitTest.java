package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.andiron.risk.model.FeatureVector;
import org.junit.jupiter.api.Test;

class TemporalSplitTest {

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
    TemporalSplit split =
        TemporalSplit.of(
            List.of(example("a", 4), example("b", 1), example("c", 3), example("d", 2)), 0.25);
    assertThat(split.heldOut()).containsExactly(0);
    assertThat(split.training()).containsExactly(1, 2, 3);
    assertThat(split.from()).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(4)));
    assertThat(split.neither()).isZero();
  }

  @Test
  void earlierExamplesOfSomebodyHeldOutAreInNeitherPart() {
    TemporalSplit split =
        TemporalSplit.of(
            List.of(example("a", 1), example("a", 4), example("b", 2), example("c", 3)), 0.25);
    assertThat(split.heldOut()).containsExactly(1);
    assertThat(split.training()).containsExactly(2, 3);
    assertThat(split.neither()).isEqualTo(1);
  }

  @Test
  void examplesOfTheSameTimeAreNotDivided() {
    TemporalSplit split =
        TemporalSplit.of(
            List.of(example("a", 1), example("b", 2), example("c", 2), example("d", 2)), 0.25);
    assertThat(split.training()).containsExactly(0);
    assertThat(split.heldOut()).containsExactly(1, 2, 3);
  }

  @Test
  void withoutAnythingBeforeThereIsNothingToLearnOf() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemporalSplit.of(List.of(example("a", 1), example("b", 1)), 0.5))
        .withMessageContaining("nothing is left to learn of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemporalSplit.of(List.of(example("a", 1)), 0.5))
        .withMessageContaining("too few");
  }

  @Property(tries = 100)
  void nobodyIsInBothPartsAndNothingLearnedIsLater(
      @ForAll @LongRange(min = 1, max = 100_000) long seed,
      @ForAll @IntRange(min = 1, max = 9) int tenths) {
    List<TrainingExample> examples = MadeUpCohort.events(60, seed).examples();
    TemporalSplit split = TemporalSplit.of(examples, tenths / 10.0);
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
    assertThat(split.training().size() + split.heldOut().size() + split.neither())
        .isEqualTo(examples.size());
  }
}
