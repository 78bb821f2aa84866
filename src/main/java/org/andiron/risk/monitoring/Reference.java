package org.andiron.risk.monitoring;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.andiron.risk.evaluation.monitoring.BinCounts;
import org.andiron.risk.evaluation.monitoring.Binning;
import org.andiron.risk.evaluation.monitoring.Counted;

/**
 * With what later days are compared: data on which a model was trained, or the first of those it
 * was given here.
 */
public record Reference(ModelBins bins, DayCounts counts, Instant made) {

  /** Counts in the bins of the reference; a unit that the reference does not know is another. */
  Counted comparable(DayCounts day) {
    Map<String, BinCounts> units = new LinkedHashMap<>();
    counts
        .units()
        .forEach(
            (feature, known) -> {
              Map<String, Long> its = day.units().get(feature);
              if (its != null) {
                units.put(
                    feature,
                    binned(new Binning.Categorical(known.keySet().stream().toList()), its));
              }
            });
    return new Counted(day.features(), units, day.scores());
  }

  /** The same with the units in which inputs came elsewhere. */
  Reference withUnits(DayCounts elsewhere) {
    return new Reference(
        bins,
        new DayCounts(
            counts.scored(),
            counts.refusals(),
            counts.features(),
            elsewhere.units(),
            counts.scores(),
            counts.unmapped()),
        Instant.now());
  }

  private static BinCounts binned(Binning.Categorical binning, Map<String, Long> counts) {
    long[] bins = new long[binning.bins()];
    counts.forEach((unit, count) -> bins[binning.bin(unit)] += count);
    return new BinCounts(LongStream.of(bins).boxed().toList());
  }

  @JsonIgnore
  Counted comparable() {
    return comparable(counts);
  }
}
