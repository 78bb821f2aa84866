package org.andiron.risk.monitoring;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.FeatureIssue;
import org.andiron.risk.feature.IssueCode;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.Refusal;
import org.andiron.risk.model.RefusalReason;

/**
 * What a model was given once, and what it answered, without whose it is.
 *
 * @param looked whether the record was looked at; if the patient is refused as such it is not
 * @param inputs what there was, before anything was assumed; what is missing is not in it
 * @param units in which inputs are recorded, by name of the input; {@link #UNREADABLE} where no
 *     unit could be read. Only of those that come in units
 * @param score probability, points or quantity of the outcome that is watched; none if refused
 * @param refusals why there is none, such as {@code missing age}; names of inputs alone, no values
 * @param unmapped how many resources of each type have no code of a system that the features know
 */
public record Observation(
    boolean looked,
    FeatureVector inputs,
    Map<String, String> units,
    OptionalDouble score,
    Set<String> refusals,
    Map<String, Integer> unmapped) {

  /** A unit that is absent or unknown, or of something else. */
  public static final String UNREADABLE = "?";

  public Observation {
    units = Map.copyOf(units);
    refusals = Set.copyOf(refusals);
    unmapped = Map.copyOf(unmapped);
  }

  /**
   * Of one scoring.
   *
   * @param result for the outcome that is watched, {@link #watched}
   */
  public static Observation of(InstalledModel model, Extraction extraction, OutcomeResult result) {
    Map<String, String> units = new LinkedHashMap<>();
    Map<String, FeatureValue> recorded = new LinkedHashMap<>();
    for (ExtractedFeature feature : extraction.features()) {
      if (!feature.units().isEmpty()) {
        units.put(feature.name(), String.join(" ", feature.units()));
      } else if (feature.missing() != null
          && feature.issues().stream().map(FeatureIssue::code).anyMatch(Observation::isOfUnits)) {
        units.put(feature.name(), UNREADABLE);
      }
      if (!feature.assumed()) {
        feature.found().ifPresent(it -> recorded.put(feature.name(), it));
      }
    }
    return new Observation(
        true,
        new FeatureVector(recorded),
        units,
        score(model, result),
        reasons(result),
        extraction.unmapped());
  }

  /** Of a record that gives nothing to score, because of the patient. */
  public static Observation refused(Extraction extraction) {
    Set<String> reasons = new TreeSet<>();
    extraction.refusals().forEach(it -> reasons.add(code(it.name())));
    return new Observation(
        false,
        new FeatureVector(Map.of()),
        Map.of(),
        OptionalDouble.empty(),
        reasons,
        extraction.unmapped());
  }

  /** The id of the outcome of a model that is watched. */
  public static String watched(InstalledModel model) {
    return ModelBins.watched(model.content().model().card()).id();
  }

  private static boolean isOfUnits(IssueCode code) {
    return code == IssueCode.UNKNOWN_UNIT || code == IssueCode.WRONG_DIMENSION;
  }

  private static OptionalDouble score(InstalledModel model, OutcomeResult result) {
    if (!(result instanceof Prediction prediction)) {
      return OptionalDouble.empty();
    }
    return switch (ModelBins.watched(model.content().model().card()).output()) {
      case PROBABILITY -> prediction.probability();
      case SCORE -> prediction.score();
      case QUANTITY -> prediction.estimate().quantity();
    };
  }

  private static Set<String> reasons(OutcomeResult result) {
    Set<String> reasons = new TreeSet<>();
    if (result instanceof Refusal refusal) {
      refusal.reasons().forEach(it -> reasons.add(reason(it)));
    }
    return reasons;
  }

  private static String reason(RefusalReason reason) {
    if (reason instanceof RefusalReason.Missing missing) {
      return "missing " + missing.input();
    }
    if (reason instanceof RefusalReason.OutOfRange range) {
      return "out-of-range " + range.input();
    }
    if (reason instanceof RefusalReason.Excluded excluded) {
      return "excluded " + excluded.input();
    }
    if (reason instanceof RefusalReason.WrongKind kind) {
      return "wrong-kind " + kind.input();
    }
    if (reason instanceof RefusalReason.UnknownCategory category) {
      return "unknown-category " + category.input();
    }
    if (reason instanceof RefusalReason.NotComputable) {
      return "not-computable";
    }
    return reason instanceof RefusalReason.Expired ? "expired" : "not-evaluated";
  }

  private static String code(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
