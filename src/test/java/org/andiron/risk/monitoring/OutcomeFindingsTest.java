package org.andiron.risk.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.andiron.risk.monitoring.Finding.What;
import org.junit.jupiter.api.Test;

class OutcomeFindingsTest {

  /** Outcomes of people whose risk is 10 to 30 %, if it is really some times that. */
  private static Map<String, OutcomeCounts> simulated(
      long seed, int people, double women, double men) {
    SplittableRandom random = new SplittableRandom(seed);
    List<OutcomeStore.Row> rows = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      boolean woman = random.nextBoolean();
      double predicted = 0.1 + 0.2 * random.nextDouble();
      boolean came = random.nextDouble() < predicted * (woman ? women : men);
      rows.add(
          new OutcomeStore.Row("cvd", predicted, came, Map.of("sex", woman ? "female" : "male")));
    }
    return OutcomeCounts.of(rows);
  }

  @Test
  void aRightModelRaisesNoAlarm() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Findings.ofOutcomes(simulated(seed, 3000, 1, 1))).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void riskThatRoseIsFound() {
    assertThat(Findings.ofOutcomes(simulated(1, 600, 1.6, 1.6)))
        .extracting(Finding::what)
        .containsExactly(What.UNDERESTIMATED);
    assertThat(Findings.ofOutcomes(simulated(1, 600, 0.5, 0.5)))
        .extracting(Finding::what)
        .containsExactly(What.OVERESTIMATED);
  }

  @Test
  void groupsThatAreFurtherApartThanByChanceAreFound() {
    assertThat(Findings.ofOutcomes(simulated(1, 3000, 0.8, 1.2)))
        .filteredOn(it -> it.what() == What.GROUPS)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.subject()).isEqualTo("cvd by sex");
              // 20 % of a mean risk of 0.2 less here, and more there.
              assertThat(it.value()).isCloseTo(0.08, within(0.03));
              assertThat(it.limit()).isEqualTo(0.03);
            });
  }

  @Test
  void ofGroupsWithFewerThanAHundredEventsNothingIsSaid() {
    GroupOutcomes many = new GroupOutcomes(1000, 150, 150, 120);
    assertThat(found(many, new GroupOutcomes(400, 99, 0.4, 0.4))).isEmpty();
    assertThat(found(many, new GroupOutcomes(400, 100, 0.4, 0.4)))
        .singleElement()
        .satisfies(it -> assertThat(it.value()).isCloseTo(0.249, within(1e-12)));
  }

  private static List<Finding> found(GroupOutcomes one, GroupOutcomes other) {
    return Findings.ofOutcomes(
        Map.of(
            "cvd",
            new OutcomeCounts(
                OutcomeCounts.NONE.calibration(), Map.of("site", Map.of("a", one, "b", other)))));
  }

  @Test
  void outcomesOfAModelAreCountedApart() {
    List<OutcomeStore.Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(new OutcomeStore.Row("cvd", 0.1, i % 10 == 0, Map.of()));
      rows.add(new OutcomeStore.Row("heart-failure", 0.1, i % 3 == 0, Map.of()));
    }
    assertThat(Findings.ofOutcomes(OutcomeCounts.of(rows)))
        .extracting(Finding::what, Finding::subject)
        .containsExactly(tuple(What.UNDERESTIMATED, "heart-failure"));
    assertThat(OutcomeCounts.of(rows).get("cvd").calibration().outcomes()).isEqualTo(200);
  }
}
