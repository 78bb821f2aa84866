package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows from the lowest prediction to the highest, in an order that does not depend on the one in
 * which they were given.
 */
final class QuantityRows {

  private final double[] predicted;
  private final double[] observed;
  private final double trainingMean;
  private final int[] patients;
  private final Map<String, List<@Nullable String>> groups = new LinkedHashMap<>();

  QuantityRows(QuantityPredictions given) {
    int[] numbers = Ranking.patientNumbers(given.patients(), given.size());
    Comparator<Integer> order =
        Comparator.<Integer>comparingDouble(given::predicted)
            .thenComparingDouble(given::observed)
            .thenComparingInt(row -> numbers[row]);
    for (List<@Nullable String> values : given.groups().values()) {
      order = order.thenComparing(row -> Objects.requireNonNullElse(values.get(row), ""));
    }
    int[] ordered =
        IntStream.range(0, given.size())
            .boxed()
            .sorted(order)
            .mapToInt(Integer::intValue)
            .toArray();
    this.predicted = Arrays.stream(ordered).mapToDouble(given::predicted).toArray();
    this.observed = Arrays.stream(ordered).mapToDouble(given::observed).toArray();
    this.trainingMean = given.trainingMean();
    this.patients =
        given.patients() == null
            ? IntStream.range(0, given.size()).toArray()
            : Arrays.stream(ordered).map(row -> numbers[row]).toArray();
    given.groups().forEach((attribute, values) -> groups.put(attribute, picked(values, ordered)));
  }

  private static List<@Nullable String> picked(List<@Nullable String> values, int[] ordered) {
    List<@Nullable String> picked = new ArrayList<>(ordered.length);
    for (int row : ordered) {
      picked.add(values.get(row));
    }
    return picked;
  }

  int size() {
    return predicted.length;
  }

  double[] predicted() {
    return predicted;
  }

  double[] observed() {
    return observed;
  }

  double[] residuals() {
    return IntStream.range(0, size()).mapToDouble(row -> observed[row] - predicted[row]).toArray();
  }

  /** How many different patients there are. */
  int patients() {
    return (int) Arrays.stream(patients).distinct().count();
  }

  Map<String, List<@Nullable String>> groups() {
    return groups;
  }

  QuantityMeasures measures(IntPredicate chosen) {
    return new QuantityMeasures(
        predicted, observed, trainingMean, IntStream.range(0, size()).filter(chosen).toArray());
  }

  Resampler resampler(Resampling resampling) {
    return Resampler.ofUnits(
        resampling == Resampling.PATIENTS ? patients : IntStream.range(0, size()).toArray());
  }

  /** Where groups of about equal size end, none between equal predictions. */
  int[] ends(int bins) {
    int[] ends = new int[Math.min(bins, size())];
    int found = 0;
    for (int bin = 1; bin <= bins; bin++) {
      int end = (int) ((long) size() * bin / bins);
      while (end > 0 && end < size() && predicted[end] == predicted[end - 1]) {
        end++;
      }
      if (end > (found == 0 ? 0 : ends[found - 1])) {
        ends[found++] = end;
      }
    }
    return Arrays.copyOf(ends, found);
  }
}
