package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.andiron.risk.evaluation.Estimate.Reason;
import org.jspecify.annotations.Nullable;

/** The groups that one attribute makes, measured on the same resamples. */
final class QuantityGroups {

  private final String attribute;
  private final int notRecorded;
  private final List<Member> members = new ArrayList<>();

  /**
   * @param column of its first figure; -1 if the group is too small for any
   */
  private record Member(String value, int rows, int column) {

    boolean sufficient() {
      return column >= 0;
    }
  }

  /**
   * @param values of the attribute, for each of the rows
   */
  QuantityGroups(
      String attribute,
      List<@Nullable String> values,
      QuantityRows rows,
      QuantitySettings settings,
      QuantityBootstrap bootstrap) {
    this.attribute = attribute;
    this.notRecorded = (int) values.stream().filter(Objects::isNull).count();
    for (String value : new TreeSet<>(values.stream().filter(Objects::nonNull).toList())) {
      int size = (int) values.stream().filter(value::equals).count();
      int column = -1;
      if (size >= settings.sufficientRows()) {
        QuantityMeasures measures = rows.measures(row -> value.equals(values.get(row)));
        column = bootstrap.add(measures::of, QuantityMeasures.NUMBER);
      }
      members.add(new Member(value, size, column));
    }
  }

  QuantityComparison of(Replicates replicates) {
    return new QuantityComparison(
        attribute,
        notRecorded,
        members.stream().map(it -> subgroup(it, replicates)).toList(),
        gaps(replicates));
  }

  private static QuantitySubgroup subgroup(Member member, Replicates replicates) {
    return new QuantitySubgroup(
        member.value(),
        member.rows(),
        estimate(member, QuantityMeasures.ROOT_MEAN_SQUARE, replicates),
        estimate(member, QuantityMeasures.MEAN_ABSOLUTE, replicates),
        estimate(member, QuantityMeasures.BIAS, replicates));
  }

  private static Estimate estimate(Member member, int figure, Replicates replicates) {
    return member.sufficient()
        ? replicates.estimate(member.column() + figure, Reason.INSUFFICIENT)
        : new Estimate.Undefined(Reason.INSUFFICIENT);
  }

  private List<QuantityGap> gaps(Replicates replicates) {
    List<Member> compared = members.stream().filter(Member::sufficient).toList();
    if (compared.size() < 2) {
      return List.of();
    }
    return List.of(
        gap(
            QuantityGap.Measured.MEAN_ABSOLUTE,
            QuantityMeasures.MEAN_ABSOLUTE,
            compared,
            replicates),
        gap(QuantityGap.Measured.BIAS, QuantityMeasures.BIAS, compared, replicates));
  }

  private static QuantityGap gap(
      QuantityGap.Measured measured, int figure, List<Member> compared, Replicates replicates) {
    Comparator<Member> byFigure =
        Comparator.comparingDouble(it -> replicates.figure(it.column() + figure));
    Member highest = compared.stream().max(byFigure).orElseThrow();
    Member lowest = compared.stream().filter(it -> !it.equals(highest)).min(byFigure).orElseThrow();
    return new QuantityGap(
        measured,
        highest.value(),
        lowest.value(),
        replicates.difference(highest.column() + figure, lowest.column() + figure));
  }
}
