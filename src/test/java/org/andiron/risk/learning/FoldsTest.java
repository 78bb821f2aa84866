package org.andiron.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FoldsTest {

  @Property(tries = 100)
  void foldsAreAlikeAndNobodyIsInTwo(
      @ForAll @LongRange(min = 1, max = 100_000) long seed,
      @ForAll @IntRange(min = 2, max = 6) int folds) {
    List<TrainingExample> examples = MadeUpCohort.events(200, seed).examples();
    List<String> patients = examples.stream().map(TrainingExample::patient).toList();
    double[] outcomes = examples.stream().mapToDouble(TrainingExample::outcome).toArray();

    int[] foldOf = Folds.of(patients, outcomes, true, folds, seed);

    Map<String, Integer> byPatient = new HashMap<>();
    int[] events = new int[folds];
    int[] rows = new int[folds];
    for (int row = 0; row < foldOf.length; row++) {
      Integer before = byPatient.put(patients.get(row), foldOf[row]);
      assertThat(before == null || before == foldOf[row]).isTrue();
      events[foldOf[row]] += (int) outcomes[row];
      rows[foldOf[row]]++;
    }
    assertThat(IntStream.of(events).max().orElseThrow() - IntStream.of(events).min().orElseThrow())
        .isLessThanOrEqualTo(2);
    assertThat(IntStream.of(rows).max().orElseThrow() - IntStream.of(rows).min().orElseThrow())
        .isLessThanOrEqualTo(6);
  }

  @Test
  void theSeedDecides() {
    List<String> patients =
        IntStream.range(0, 40).mapToObj(Integer::toString).collect(Collectors.toList());
    double[] outcomes = IntStream.range(0, 40).mapToDouble(row -> row % 2).toArray();
    assertThat(Folds.of(patients, outcomes, true, 4, 1))
        .isEqualTo(Folds.of(patients, outcomes, true, 4, 1))
        .isNotEqualTo(Folds.of(patients, outcomes, true, 4, 2));
  }

  @Test
  void tooFewEventsForSoManyFoldsAreRefused() {
    List<String> patients = List.of("a", "b", "c", "d");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Folds.of(patients, new double[] {1, 0, 0, 0}, true, 2, 1))
        .withMessageContaining("4 patients, 1 with the outcome and 3 without, for 2 folds");
    assertThat(Folds.of(patients, new double[] {3.5, 1, 1, 1}, false, 2, 1)).containsOnly(0, 1);
  }
}
