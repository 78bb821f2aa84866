package org.andiron.risk.monitoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.andiron.risk.evaluation.monitoring.BinCounts;
import org.andiron.risk.evaluation.monitoring.Binning;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/** Counts one model for one day on one server. For all threads. */
final class Counter {

  /** More units than a feature can sensibly come in are counted as one. */
  private static final int MOST_UNITS = 20;

  private static final String OTHER_UNITS = "other";

  private final ModelBins bins;
  private final Map<String, long[]> features = new LinkedHashMap<>();
  private final Map<String, Map<String, Long>> units = new TreeMap<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final Map<String, Long> unmapped = new TreeMap<>();
  private final long[] scores;
  private long scored;
  private boolean changed;

  Counter(ModelBins bins) {
    this.bins = bins;
    bins.features().forEach((name, binning) -> features.put(name, new long[binning.bins()]));
    scores = new long[bins.scores().bins()];
  }

  synchronized void add(Observation observation) {
    changed = true;
    if (observation.looked()) {
      bins.features()
          .forEach(
              (name, binning) ->
                  count(features.get(name), binning, observation.inputs().get(name).orElse(null)));
    }
    observation.units().forEach(this::countUnit);
    observation.refusals().forEach(it -> refusals.merge(it, 1L, Long::sum));
    observation.unmapped().forEach((type, count) -> unmapped.merge(type, (long) count, Long::sum));
    if (observation.score().isPresent()) {
      scored++;
      scores[bins.scores().bin(observation.score().getAsDouble())]++;
    } else {
      scores[bins.scores().missing()]++;
    }
  }

  private static void count(
      long @Nullable [] counts, Binning binning, @Nullable FeatureValue value) {
    if (counts != null) {
      counts[bin(binning, value)]++;
    }
  }

  /** A value of another kind than the bins are made for counts as missing: the model refuses it. */
  static int bin(Binning binning, @Nullable FeatureValue value) {
    if (binning instanceof Binning.Numeric numeric
        && value instanceof FeatureValue.Quantity quantity) {
      return numeric.bin(quantity.value());
    }
    if (binning instanceof Binning.Categorical categories) {
      if (value instanceof FeatureValue.Category category) {
        return categories.bin(category.code());
      }
      if (value instanceof FeatureValue.Truth truth) {
        return categories.bin(Boolean.toString(truth.value()));
      }
    }
    return binning.missing();
  }

  private void countUnit(String feature, String unit) {
    Map<String, Long> ofFeature = units.computeIfAbsent(feature, name -> new TreeMap<>());
    boolean known = ofFeature.containsKey(unit) || ofFeature.size() < MOST_UNITS;
    ofFeature.merge(known ? unit : OTHER_UNITS, 1L, Long::sum);
  }

  /** What is there by now, if it is another than was taken last. */
  synchronized @Nullable DayCounts takeChanged() {
    if (!changed) {
      return null;
    }
    changed = false;
    return counts();
  }

  /** It was not written. */
  synchronized void putBack() {
    changed = true;
  }

  synchronized DayCounts counts() {
    Map<String, BinCounts> counted = new LinkedHashMap<>();
    features.forEach((name, counts) -> counted.put(name, of(counts)));
    return new DayCounts(scored, refusals, counted, units, of(scores), unmapped);
  }

  private static BinCounts of(long[] counts) {
    List<Long> list = LongStream.of(counts).boxed().toList();
    return new BinCounts(list);
  }
}
