package org.andiron.risk.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.FeatureExtractor;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.Refusal;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.model.RefusalReason.Excluded;
import org.andiron.risk.model.RefusalReason.Missing;
import org.andiron.risk.model.RefusalReason.NotComputable;
import org.andiron.risk.model.RefusalReason.OutOfRange;
import org.andiron.risk.model.RiskModel;

/**
 * Scores records by one model. The same record as of the same time gives the same score, bit for
 * bit. Safe for use by several threads.
 *
 * <p>What the card assumes of a missing input holds only where nothing is recorded of it. What is
 * recorded and cannot be used is no absence: then there is no answer.
 */
public final class Scorer {

  private final InstalledModel model;
  private final FeatureExtractor extractor;
  private final BiConsumer<String, RuntimeException> failures;

  /** Prepares scoring. What goes wrong within the model is thrown. */
  public Scorer(InstalledModel model, UnitConverter converter) {
    this(
        model,
        converter,
        (outcome, failure) -> {
          throw failure;
        });
  }

  /**
   * Prepares scoring.
   *
   * @param failures is told of what goes wrong within the model for an outcome, which has no answer
   *     then. The message may hold values of the record
   */
  public Scorer(
      InstalledModel model,
      UnitConverter converter,
      BiConsumer<String, RuntimeException> failures) {
    this.model = model;
    this.failures = failures;
    this.extractor = new FeatureExtractor(model.features(), converter);
  }

  /** The model. */
  public InstalledModel model() {
    return model;
  }

  /**
   * Scores a record.
   *
   * @param asOf what was later, or recorded later, is not used
   * @param today on which the model must be allowed to be used, whatever the time asked for
   */
  public Score score(PatientRecord record, Instant asOf, LocalDate today) {
    return score(record, asOf, rules().card().obstacle(today));
  }

  /** The same, by a model that was allowed to be used when a score was made. */
  Score again(PatientRecord record, Instant asOf) {
    return score(record, asOf, Optional.empty());
  }

  private RiskModel rules() {
    return model.content().model();
  }

  private Score score(PatientRecord record, Instant asOf, Optional<RefusalReason> obstacle) {
    Instant time = asOf.truncatedTo(ChronoUnit.MILLIS);
    Extraction extraction = extractor.extract(record, time);
    FeatureVector inputs = declared(extraction);
    List<OutcomeResult> results =
        extraction.isRefused()
            ? List.of()
            : rules().card().outcomes().stream()
                .map(
                    outcome ->
                        obstacle
                            .<OutcomeResult>map(it -> new Refusal(outcome.id(), List.of(it)))
                            .orElseGet(() -> result(outcome.id(), inputs, extraction)))
                .toList();
    return new Score(
        model,
        record.subject(),
        time,
        extraction,
        inputs,
        InputHash.of(inputs, model.content().digest()),
        obstacle,
        results);
  }

  /** What was found of inputs of the card; other features are there to derive from. */
  private FeatureVector declared(Extraction extraction) {
    FeatureVector all = extraction.vector();
    Map<String, FeatureValue> values = new LinkedHashMap<>();
    for (ModelInput input : rules().card().inputs()) {
      all.get(input.name()).ifPresent(value -> values.put(input.name(), value));
    }
    return new FeatureVector(values);
  }

  private OutcomeResult result(String outcome, FeatureVector inputs, Extraction extraction) {
    OutcomeResult result = predicted(outcome, inputs);
    Set<String> unusable = unusable(outcome, extraction);
    if (unusable.isEmpty()) {
      return result instanceof Prediction prediction ? flagged(prediction, extraction) : result;
    }
    List<RefusalReason> reasons = new ArrayList<>();
    for (ModelInput input : rules().needed(outcome)) {
      if (extraction.feature(input.name()).map(it -> it.value() == null).orElse(false)
          && (input.assumption().isEmpty() || unusable.contains(input.name()))) {
        reasons.add(new Missing(input.name()));
      }
    }
    if (result instanceof Refusal refusal) {
      refusal.reasons().stream()
          .filter(reason -> !(reason instanceof Missing) && !isOf(reason, unusable))
          .forEach(reasons::add);
    }
    return new Refusal(outcome, reasons);
  }

  /** What goes wrong within one model takes the others' answers from nobody. */
  private OutcomeResult predicted(String outcome, FeatureVector inputs) {
    try {
      return rules().predict(outcome, inputs);
    } catch (RuntimeException e) {
      failures.accept(outcome, e);
      return new Refusal(outcome, List.of(new NotComputable(outcome)));
    }
  }

  /** Inputs for which the card would assume a value, although something of them is recorded. */
  private Set<String> unusable(String outcome, Extraction extraction) {
    Set<String> names = new LinkedHashSet<>();
    for (ModelInput input : rules().needed(outcome)) {
      Optional<ExtractedFeature> found = extraction.feature(input.name());
      if (input.assumption().isPresent()
          && found.isPresent()
          && found.get().value() == null
          && !found.get().mayBeTakenAsAbsent()) {
        names.add(input.name());
      }
    }
    return names;
  }

  private static boolean isOf(RefusalReason reason, Set<String> inputs) {
    return (reason instanceof OutOfRange range && inputs.contains(range.input()))
        || (reason instanceof Excluded excluded && inputs.contains(excluded.input()));
  }

  /** Names among what was assumed also what the definitions of features assume. */
  private Prediction flagged(Prediction prediction, Extraction extraction) {
    Set<String> assumed = new LinkedHashSet<>();
    for (ModelInput input : rules().needed(prediction.outcome())) {
      boolean byDefinition =
          extraction
              .feature(input.name())
              .map(feature -> Score.assumed(feature) == AssumedPart.WHOLE)
              .orElse(false);
      if (byDefinition || prediction.assumed().contains(input.name())) {
        assumed.add(input.name());
      }
    }
    return new Prediction(
        prediction.outcome(),
        prediction.horizon(),
        prediction.estimate(),
        prediction.level(),
        List.copyOf(assumed));
  }
}
