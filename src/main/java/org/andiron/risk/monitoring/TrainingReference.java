package org.andiron.risk.monitoring;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.HistogramBar;
import org.andiron.risk.evaluation.monitoring.BinCounts;
import org.andiron.risk.evaluation.monitoring.Binning;
import org.andiron.risk.learning.TrainingSet;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.jspecify.annotations.Nullable;

/**
 * The data on which a model was trained, as that with which later days are compared: the file
 * {@code reference.json} of its folder. Inputs are those of all examples, in deciles; scores are
 * those of examples that were held out, as a model knows the others. In which units inputs came is
 * not known of examples.
 */
public final class TrainingReference {

  /** Its name in the folder. */
  public static final String FILE = "reference.json";

  private static final int PARTS = 10;

  private TrainingReference() {}

  /** The file of a model that was trained; the same data give the same file. */
  public static String write(TrainingSet set, EvaluationReport report) {
    Map<String, Binning> bins = new LinkedHashMap<>();
    Map<String, BinCounts> counts = new LinkedHashMap<>();
    for (ModelInput input : set.inputs()) {
      Binning binning = binning(input, set);
      bins.put(input.name(), binning);
      counts.put(input.name(), counted(input, binning, set));
    }
    List<HistogramBar> bars = report.evaluation().histogram();
    Binning.Numeric scores = scores(bars);
    long[] scored = new long[scores.bins()];
    long all = 0;
    for (HistogramBar bar : bars) {
      long inBar = (long) bar.events() + bar.nonEvents();
      scored[scores.bin((bar.from() + bar.before()) / 2)] += inBar;
      all += inBar;
    }
    return MonitoringJson.write(
            new Written(
                new ModelBins(bins, scores),
                new DayCounts(all, Map.of(), counts, Map.of(), counts(scored), Map.of())))
        + "\n";
  }

  /** What the file has. */
  private record Written(@Nullable ModelBins bins, @Nullable DayCounts counts) {}

  /**
   * Reads a file.
   *
   * @return none if it is not of that model, or cannot be read
   */
  static Optional<Reference> read(byte[] file, ModelCard card) {
    Written written;
    try {
      written = MonitoringJson.read(new String(file, StandardCharsets.UTF_8), Written.class);
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
    ModelBins bins = written.bins();
    DayCounts counts = written.counts();
    return bins != null && counts != null && fits(bins, counts, card)
        ? Optional.of(new Reference(bins, counts, Instant.EPOCH))
        : Optional.empty();
  }

  private static boolean fits(ModelBins bins, DayCounts counts, ModelCard card) {
    return bins.features().keySet().stream().allMatch(it -> card.input(it).isPresent())
        && bins.features().keySet().equals(counts.features().keySet())
        && bins.features().entrySet().stream()
            .allMatch(it -> fits(it.getValue(), counts.features().get(it.getKey())))
        && fits(bins.scores(), counts.scores());
  }

  private static boolean fits(Binning binning, @Nullable BinCounts counts) {
    return counts != null && counts.counts().size() == binning.bins();
  }

  private static Binning binning(ModelInput input, TrainingSet set) {
    if (input.kind() == InputKind.CATEGORY) {
      return new Binning.Categorical(input.categories());
    }
    if (input.kind() == InputKind.TRUTH) {
      return new Binning.Categorical(List.of("false", "true"));
    }
    double[] values =
        set.examples().stream()
            .flatMap(it -> it.inputs().get(input.name()).stream())
            .filter(FeatureValue.Quantity.class::isInstance)
            .mapToDouble(it -> ((FeatureValue.Quantity) it).value())
            .toArray();
    return values.length == 0 ? new Binning.Numeric(List.of()) : Binning.Numeric.deciles(values);
  }

  private static BinCounts counted(ModelInput input, Binning binning, TrainingSet set) {
    long[] counts = new long[binning.bins()];
    set.examples()
        .forEach(it -> counts[Counter.bin(binning, it.inputs().get(input.name()).orElse(null))]++);
    return counts(counts);
  }

  /** Edges between bars, so that in each bin is a tenth or more. */
  private static Binning.Numeric scores(List<HistogramBar> bars) {
    long all = bars.stream().mapToLong(it -> (long) it.events() + it.nonEvents()).sum();
    List<Double> edges = new ArrayList<>();
    long inBin = 0;
    long left = all;
    for (HistogramBar bar : bars) {
      long inBar = (long) bar.events() + bar.nonEvents();
      inBin += inBar;
      left -= inBar;
      if (inBin * PARTS >= all && left > 0) {
        edges.add(bar.before());
        inBin = 0;
      }
    }
    return new Binning.Numeric(edges);
  }

  private static BinCounts counts(long[] counts) {
    return new BinCounts(LongStream.of(counts).boxed().toList());
  }
}
