package org.andiron.risk.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.andiron.risk.evaluation.Estimate.Reason;
import org.andiron.risk.evaluation.Gap.Measured;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubgroupTest {

  /** Men are predicted as they are; women's risk is higher than predicted. */
  private static Predictions shiftedWomen() {
    Simulated men = Simulated.of(2000, 0, 1, 0, 1);
    Simulated women = Simulated.of(2000, 0.8, 1, 0, 2);
    double[] probabilities = new double[4000];
    boolean[] outcomes = new boolean[4000];
    List<@Nullable String> sexes = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      Simulated from = i % 2 == 0 ? men : women;
      probabilities[i] = from.probabilities()[i / 2];
      outcomes[i] = from.outcomes()[i / 2];
      sexes.add(i % 2 == 0 ? "male" : "female");
    }
    return Predictions.of(probabilities, outcomes).groupedBy("sex", sexes);
  }

  private static SubgroupComparison compare(Predictions predictions, int resamples) {
    return new Evaluator(EvaluationSettings.usual(3, List.of(0.3)).withResamples(resamples))
        .evaluate(predictions)
        .subgroups()
        .get(0);
  }

  @Test
  void gapIsFoundAndItsIntervalSaysThatItIsNoChance() {
    SubgroupComparison sexes = compare(shiftedWomen(), 300);
    Gap large =
        sexes.gaps().stream()
            .filter(it -> it.measured() == Measured.IN_THE_LARGE)
            .findAny()
            .orElseThrow();
    assertThat(large.highest()).isEqualTo("female");
    assertThat(large.lowest()).isEqualTo("male");
    assertThat(large.difference().value()).isCloseTo(0.15, within(0.05));
    assertThat(large.difference().between().orElseThrow().low()).isPositive();
  }

  @Test
  void gapIsTheDifferenceOfTheGroupsFigures() {
    SubgroupComparison sexes = compare(shiftedWomen(), 0);
    for (Gap gap : sexes.gaps()) {
      double highest = figure(sexes, gap.highest(), gap.measured());
      double lowest = figure(sexes, gap.lowest(), gap.measured());
      assertThat(gap.difference().value()).isEqualTo(highest - lowest).isNotNegative();
      assertThat(gap.difference().between()).isEmpty();
    }
    assertThat(sexes.gaps()).extracting(Gap::measured).containsExactly(Measured.values());
  }

  private static double figure(SubgroupComparison sexes, String value, Measured measured) {
    Subgroup group =
        sexes.groups().stream().filter(it -> it.value().equals(value)).findAny().orElseThrow();
    return switch (measured) {
      case AUROC -> group.auroc().figure().getAsDouble();
      case IN_THE_LARGE -> group.inTheLarge().figure().getAsDouble();
      case RECALL -> group.recall().figure().getAsDouble();
    };
  }

  @Test
  void figuresOfAGroupAreThoseOfItsRowsAlone() {
    Simulated data = Simulated.of(1500, 0, 1, 0.02, 4);
    List<@Nullable String> bands = data.values(5, "40 to 59", "60 to 79", null);
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      if ("60 to 79".equals(bands.get(i))) {
        rows.add(i);
      }
    }
    double[] probabilities = rows.stream().mapToDouble(i -> data.probabilities()[i]).toArray();
    boolean[] outcomes = new boolean[rows.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = data.outcomes()[rows.get(i)];
    }
    SubgroupComparison ages = compare(data.predictions().groupedBy("age", bands), 0);
    Evaluation alone =
        new Evaluator(EvaluationSettings.usual(3, List.of(0.3)).withResamples(0))
            .evaluate(Predictions.of(probabilities, outcomes));
    Subgroup group = ages.groups().get(1);
    assertThat(group.value()).isEqualTo("60 to 79");
    assertThat(group.rows()).isEqualTo(rows.size());
    assertThat(group.events()).isEqualTo(alone.sample().events());
    assertThat(group.auroc()).isEqualTo(alone.discrimination().auroc());
    assertThat(group.inTheLarge()).isEqualTo(alone.calibration().inTheLarge());
    assertThat(group.recall()).isEqualTo(alone.thresholds().get(0).recall());
    assertThat(group.specificity()).isEqualTo(alone.thresholds().get(0).specificity());
    assertThat(ages.notRecorded())
        .isEqualTo(1500 - ages.groups().stream().mapToInt(Subgroup::rows).sum())
        .isPositive();
  }

  @Test
  void groupsBelowAHundredEventsAreInsufficient() {
    double[] probabilities = new double[1000];
    boolean[] outcomes = new boolean[1000];
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      probabilities[i] = (i % 97) / 97.0;
      values.add(i < 500 ? "with 100" : "with 99");
      outcomes[i] = i < 100 || (i >= 500 && i < 599);
    }
    SubgroupComparison groups =
        compare(Predictions.of(probabilities, outcomes).groupedBy("made up", values), 20);
    assertThat(groups.groups().get(0).value()).isEqualTo("with 100");
    assertThat(groups.groups().get(0).auroc()).isInstanceOf(Estimate.Defined.class);
    assertThat(groups.groups().get(1).events()).isEqualTo(99);
    assertThat(groups.groups().get(1).auroc())
        .isEqualTo(new Estimate.Undefined(Reason.INSUFFICIENT));
    assertThat(groups.groups().get(1).recall())
        .isEqualTo(new Estimate.Undefined(Reason.INSUFFICIENT));
    assertThat(groups.gaps()).isEmpty();
  }

  @Test
  void groupsWithTooFewWithoutTheOutcomeAreInsufficientToo() {
    double[] probabilities = new double[1000];
    boolean[] outcomes = new boolean[1000];
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      probabilities[i] = (i % 97) / 97.0;
      values.add("all");
      outcomes[i] = i >= 99;
    }
    assertThat(
            compare(Predictions.of(probabilities, outcomes).groupedBy("one", values), 0)
                .groups()
                .get(0)
                .auroc())
        .isEqualTo(new Estimate.Undefined(Reason.INSUFFICIENT));
  }

  @Test
  void groupsThatAreEqualHaveGapsOfZeroBetweenTwoOfThem() {
    Simulated once = Simulated.of(800, 0, 1, 0, 4);
    double[] probabilities = new double[1600];
    boolean[] outcomes = new boolean[1600];
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < 1600; i++) {
      probabilities[i] = once.probabilities()[i % 800];
      outcomes[i] = once.outcomes()[i % 800];
      values.add(i < 800 ? "a" : "b");
    }
    SubgroupComparison equal =
        compare(Predictions.of(probabilities, outcomes).groupedBy("copy", values), 0);
    assertThat(equal.gaps()).hasSize(3);
    for (Gap gap : equal.gaps()) {
      assertThat(List.of(gap.highest(), gap.lowest())).containsExactlyInAnyOrder("a", "b");
      assertThat(gap.difference().value()).isZero();
    }
  }

  @Test
  void attributesKeepTheirOrder() {
    Simulated data = Simulated.of(50, 0, 1, 0, 4);
    Predictions grouped =
        data.predictions()
            .groupedBy("sex", data.values(1, "male", "female"))
            .groupedBy("age", data.values(2, "old", "young"));
    assertThat(
            new Evaluator(EvaluationSettings.usual(3, List.of(0.3)).withResamples(0))
                .evaluate(grouped)
                .subgroups())
        .extracting(SubgroupComparison::attribute)
        .containsExactly("sex", "age");
  }
}
