package org.andiron.risk.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/** Makes one value of several. The order in which they are given is of no importance. */
final class Aggregator {

  private static final double SECONDS_PER_YEAR = 365.25 * 86_400;

  private final UnitConverter converter;

  Aggregator(UnitConverter converter) {
    this.converter = converter;
  }

  /**
   * Aggregates.
   *
   * @param readings at least one
   */
  Aggregate aggregate(FeatureDefinition feature, List<Reading> readings, Instant asOf) {
    List<Reading> sorted = readings.stream().sorted(Reading.ORDER).toList();
    return switch (feature.aggregation()) {
      case LAST, STAY_LENGTH -> atTime(sorted.get(sorted.size() - 1).time(), sorted, feature);
      case FIRST -> atTime(sorted.get(0).time(), sorted, feature);
      case MIN -> extreme(sorted, Comparator.comparingDouble(Reading::number));
      case MAX -> extreme(sorted, Comparator.comparingDouble((Reading r) -> -r.number()));
      case MEAN -> Aggregate.of(mean(sorted), sorted);
      case COUNT -> Aggregate.of((double) resources(sorted, reading -> true), sorted);
      case SLOPE -> slope(sorted);
      case TIME_SINCE -> timeSince(feature, sorted, asOf);
      case TIME_IN_RANGE -> timeInRange(feature, sorted);
      case ANY -> any(feature, sorted);
      case STRONGEST -> strongest(feature, sorted);
    };
  }

  private static Aggregate atTime(Instant time, List<Reading> sorted, FeatureDefinition feature) {
    List<Reading> same = sorted.stream().filter(reading -> reading.time().equals(time)).toList();
    Reading lowest = same.get(0);
    Reading highest = same.get(same.size() - 1);
    if (same.stream().allMatch(lowest::agreesWith)) {
      return Aggregate.of(lowest.value(), same);
    }
    boolean numbers = feature.kind() == FeatureKind.QUANTITY;
    TieRule rule = numbers ? feature.ties() : TieRule.REFUSE;
    return switch (rule) {
      case REFUSE -> Aggregate.missing(MissingReason.CONTRADICTORY, same);
      case MEAN -> Aggregate.of(mean(same), same);
      case HIGHEST -> Aggregate.of(highest.value(), List.of(highest));
      case LOWEST -> Aggregate.of(lowest.value(), List.of(lowest));
    };
  }

  private static Aggregate extreme(List<Reading> sorted, Comparator<Reading> order) {
    Reading found = sorted.stream().min(order).orElseThrow();
    return Aggregate.of(found.value(), List.of(found));
  }

  private static double mean(List<Reading> readings) {
    double sum = 0;
    for (Reading reading : readings) {
      sum += reading.number();
    }
    return sum / readings.size();
  }

  private static long resources(List<Reading> readings, Predicate<Reading> which) {
    return readings.stream().filter(which).map(Reading::from).distinct().count();
  }

  private static Aggregate slope(List<Reading> sorted) {
    Instant first = sorted.get(0).time();
    if (first.equals(sorted.get(sorted.size() - 1).time())) {
      return Aggregate.missing(MissingReason.TOO_FEW, sorted);
    }
    double meanTime = 0;
    for (Reading reading : sorted) {
      meanTime += years(first, reading.time());
    }
    meanTime /= sorted.size();
    double meanValue = mean(sorted);
    double products = 0;
    double squares = 0;
    for (Reading reading : sorted) {
      double time = years(first, reading.time()) - meanTime;
      products += time * (reading.number() - meanValue);
      squares += time * time;
    }
    return Aggregate.of(products / squares, sorted);
  }

  private Aggregate timeSince(FeatureDefinition feature, List<Reading> sorted, Instant asOf) {
    Instant last = sorted.get(sorted.size() - 1).time();
    LinearConversion conversion =
        converter
            .conversion("s", Objects.requireNonNull(feature.measure()).unit(), null)
            .orElseThrow();
    List<Reading> used = sorted.stream().filter(reading -> reading.time().equals(last)).toList();
    return Aggregate.of(conversion.apply(seconds(last, asOf)), used);
  }

  private static Aggregate timeInRange(FeatureDefinition feature, List<Reading> sorted) {
    Range target = Objects.requireNonNull(Objects.requireNonNull(feature.measure()).target());
    double within = 0;
    double all = 0;
    for (int i = 1; i < sorted.size(); i++) {
      Reading before = sorted.get(i - 1);
      Reading after = sorted.get(i);
      double length = seconds(before.time(), after.time());
      all += length;
      within += length * shareWithin(target, before.number(), after.number());
    }
    return all == 0
        ? Aggregate.missing(MissingReason.TOO_FEW, sorted)
        : Aggregate.of(100 * within / all, sorted);
  }

  /** How much of the straight line between two values is in the range. */
  private static double shareWithin(Range target, double from, double to) {
    double low = Math.min(from, to);
    double high = Math.max(from, to);
    if (high == low) {
      return target.contains(low) ? 1 : 0;
    }
    double part = Math.min(high, target.high()) - Math.max(low, target.low());
    return Math.max(0, part) / (high - low);
  }

  private static Aggregate any(FeatureDefinition feature, List<Reading> sorted) {
    boolean holds = resources(sorted, Reading::isTrue) >= feature.atLeast();
    List<Reading> used = holds ? sorted.stream().filter(Reading::isTrue).toList() : sorted;
    return Aggregate.of(new FeatureValue.Truth(holds), used);
  }

  private static Aggregate strongest(FeatureDefinition feature, List<Reading> sorted) {
    for (String category : feature.categories()) {
      List<Reading> same =
          sorted.stream()
              .filter(reading -> reading.value().equals(new FeatureValue.Category(category)))
              .toList();
      if (!same.isEmpty()) {
        return Aggregate.of(same.get(0).value(), same);
      }
    }
    throw new IllegalStateException("A category that the definition does not name");
  }

  private static double years(Instant from, Instant to) {
    return seconds(from, to) / SECONDS_PER_YEAR;
  }

  private static double seconds(Instant from, Instant to) {
    Duration duration = Duration.between(from, to);
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  /** The newest time among what was used. */
  static @Nullable Instant date(List<Reading> used) {
    return used.stream().map(Reading::time).max(Comparator.naturalOrder()).orElse(null);
  }
}
