package org.andiron.risk.monitoring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.evaluation.monitoring.Binning;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.feature.Measure;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Range;
import org.jspecify.annotations.Nullable;

/**
 * In which bins inputs and scores of a model are counted.
 *
 * @param features by name
 * @param scores of the outcome that is watched
 */
public record ModelBins(Map<String, Binning> features, Binning.Numeric scores) {

  private static final int PARTS = 10;

  /** Where nobody says what there can be: counts, and times. */
  private static final List<Double> OPEN =
      List.of(0d, 1d, 2d, 3d, 5d, 8d, 12d, 20d, 50d, 100d, 1000d);

  private static final List<Double> PROBABILITIES =
      List.of(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8);

  public ModelBins {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
  }

  /**
   * Bins of a model of which nobody counted the data it is made of: tenths of the range in which
   * the card says that it holds, or else of what the feature can be.
   */
  public static ModelBins of(InstalledModel model) {
    ModelCard card = model.content().model().card();
    Map<String, Binning> features = new LinkedHashMap<>();
    for (ModelInput input : card.inputs()) {
      features.put(
          input.name(),
          switch (input.kind()) {
            case TRUTH -> new Binning.Categorical(List.of("false", "true"));
            case CATEGORY -> new Binning.Categorical(input.categories());
            case QUANTITY ->
                new Binning.Numeric(
                    edges(input.range(), model.features().feature(input.name()).orElse(null)));
          });
    }
    return new ModelBins(features, new Binning.Numeric(edges(watched(card))));
  }

  /** The outcome whose scores are watched: the first that is a risk, or else the first. */
  static Outcome watched(ModelCard card) {
    return card.outcomes().stream()
        .filter(it -> it.output() != OutcomeOutput.QUANTITY)
        .findFirst()
        .orElse(card.outcomes().get(0));
  }

  private static List<Double> edges(Outcome outcome) {
    return outcome.output() == OutcomeOutput.PROBABILITY
        ? PROBABILITIES
        : edges(outcome.scores(), null);
  }

  private static List<Double> edges(Range range, @Nullable FeatureDefinition definition) {
    Measure measure = definition == null ? null : definition.measure();
    double low =
        either(
            range.from(),
            range.above(),
            measure == null ? Double.NEGATIVE_INFINITY : measure.plausible().low());
    double high =
        either(
            range.to(),
            range.below(),
            measure == null ? Double.POSITIVE_INFINITY : measure.plausible().high());
    if (!Double.isFinite(low) || !Double.isFinite(high) || low >= high) {
      return OPEN;
    }
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i <= PARTS; i++) {
      edges.add(low + (high - low) * i / PARTS);
    }
    return edges.stream().distinct().toList();
  }

  private static double either(OptionalDouble closed, OptionalDouble open, double otherwise) {
    return closed.orElse(open.orElse(otherwise));
  }
}
