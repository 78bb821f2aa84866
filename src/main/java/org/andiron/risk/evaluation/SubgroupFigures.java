package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.andiron.risk.evaluation.Estimate.Reason;
import org.andiron.risk.evaluation.Gap.Measured;
import org.jspecify.annotations.Nullable;

/** The groups that one attribute makes, measured on the same resamples. */
final class SubgroupFigures {

  private static final int AUROC = 0;
  private static final int IN_THE_LARGE = 1;
  private static final int RECALL = 2;
  private static final int SPECIFICITY = 3;

  private final String attribute;
  private final int notRecorded;
  private final List<Member> members = new ArrayList<>();

  /**
   * @param column of its first figure; -1 if the group is too small for any
   */
  private record Member(String value, int rows, int events, int column) {

    boolean sufficient() {
      return column >= 0;
    }
  }

  /**
   * @param values of the attribute, by the row's place in the ranking
   */
  SubgroupFigures(
      String attribute,
      List<@Nullable String> values,
      Ranking ranking,
      EvaluationSettings settings,
      Bootstrap bootstrap) {
    this.attribute = attribute;
    this.notRecorded = (int) values.stream().filter(Objects::isNull).count();
    for (String value : new TreeSet<>(values.stream().filter(Objects::nonNull).toList())) {
      Ranking part = ranking.part(place -> value.equals(values.get(place)));
      members.add(member(value, part, ranking.size(), settings, bootstrap));
    }
  }

  private static Member member(
      String value, Ranking part, int all, EvaluationSettings settings, Bootstrap bootstrap) {
    int events = 0;
    for (int rank = 0; rank < part.size(); rank++) {
      events += part.outcome(rank) ? 1 : 0;
    }
    if (Math.min(events, part.size() - events) < settings.sufficientEvents()) {
      return new Member(value, part.size(), events, -1);
    }
    ThresholdMeasure threshold = new ThresholdMeasure(part, settings.comparisonThreshold());
    int column =
        bootstrap.add(
            bootstrap.tally(part, all),
            tally ->
                new double[] {
                  RankMeasures.auroc(tally),
                  (tally.events() - tally.predicted()) / tally.rows(),
                  threshold.confusion(tally).recall(),
                  threshold.confusion(tally).specificity()
                });
    return new Member(value, part.size(), events, column);
  }

  SubgroupComparison of(Replicates replicates) {
    return new SubgroupComparison(
        attribute,
        notRecorded,
        members.stream().map(it -> subgroup(it, replicates)).toList(),
        gaps(replicates));
  }

  private static Subgroup subgroup(Member member, Replicates replicates) {
    return new Subgroup(
        member.value(),
        member.rows(),
        member.events(),
        estimate(member, AUROC, replicates),
        estimate(member, IN_THE_LARGE, replicates),
        estimate(member, RECALL, replicates),
        estimate(member, SPECIFICITY, replicates));
  }

  private static Estimate estimate(Member member, int figure, Replicates replicates) {
    return member.sufficient()
        ? replicates.estimate(member.column() + figure, Reason.INSUFFICIENT)
        : new Estimate.Undefined(Reason.INSUFFICIENT);
  }

  private List<Gap> gaps(Replicates replicates) {
    List<Member> compared = members.stream().filter(Member::sufficient).toList();
    if (compared.size() < 2) {
      return List.of();
    }
    return List.of(
        gap(Measured.AUROC, AUROC, compared, replicates),
        gap(Measured.IN_THE_LARGE, IN_THE_LARGE, compared, replicates),
        gap(Measured.RECALL, RECALL, compared, replicates));
  }

  private static Gap gap(
      Measured measured, int figure, List<Member> compared, Replicates replicates) {
    Comparator<Member> byFigure =
        Comparator.comparingDouble(it -> replicates.figure(it.column() + figure));
    Member highest = compared.stream().max(byFigure).orElseThrow();
    Member lowest = compared.stream().filter(it -> !it.equals(highest)).min(byFigure).orElseThrow();
    return new Gap(
        measured,
        highest.value(),
        lowest.value(),
        replicates.difference(highest.column() + figure, lowest.column() + figure));
  }
}
