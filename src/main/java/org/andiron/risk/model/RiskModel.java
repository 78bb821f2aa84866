package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.andiron.risk.model.FeatureValue.Quantity;

/**
 * A model that answers for whom it is made and refuses for all others. What is given of its inputs
 * must be within the limits of the card, whether an outcome uses it or not; what is missing matters
 * to the outcomes that use it, and to all if it is there for limits and exclusions only. Values
 * that the model does not declare are not looked at. Safe for use by several threads.
 */
public final class RiskModel {

  private final ModelCard card;
  private final Predictor predictor;
  private final Map<String, List<ModelInput>> needed = new HashMap<>();

  /**
   * A model.
   *
   * @throws IllegalArgumentException if the predictor has other outcomes than the card, inputs that
   *     the card does not declare, or learned the absence of inputs for which the card assumes
   *     nothing
   */
  public RiskModel(ModelCard card, Predictor predictor) {
    List<String> declared = card.outcomes().stream().map(Outcome::id).toList();
    if (!predictor.outcomes().equals(Set.copyOf(declared))) {
      throw new IllegalArgumentException(
          "outcomes of the card are %s, of the predictor %s"
              .formatted(declared, predictor.outcomes()));
    }
    for (String outcome : declared) {
      for (String input : predictor.inputs(outcome)) {
        if (card.input(input).isEmpty()) {
          throw new IllegalArgumentException(input + " is no input of the card");
        }
      }
      for (String input : predictor.absenceLearned(outcome)) {
        if (card.input(input).flatMap(ModelInput::assumption).isEmpty()) {
          throw new IllegalArgumentException(
              "the card does not say what the absence of " + input + " stands for");
        }
      }
    }
    this.card = card;
    this.predictor = predictor;
    declared.forEach(outcome -> needed.put(outcome, needed(card, predictor, outcome)));
  }

  /** What is known of it. */
  public ModelCard card() {
    return card;
  }

  /** Answers for all outcomes, in the order of the card. */
  public List<OutcomeResult> predict(FeatureVector inputs) {
    return card.outcomes().stream().map(outcome -> predict(outcome, inputs)).toList();
  }

  /**
   * Answers for one outcome.
   *
   * @throws IllegalArgumentException if the model has no such outcome
   */
  public OutcomeResult predict(String outcome, FeatureVector inputs) {
    return predict(
        card.outcome(outcome)
            .orElseThrow(() -> new IllegalArgumentException("no outcome " + outcome)),
        inputs);
  }

  /**
   * Inputs without which there is no answer for an outcome, unless the card assumes a value.
   *
   * @throws IllegalArgumentException if the model has no such outcome
   */
  public List<ModelInput> needed(String outcome) {
    List<ModelInput> inputs = needed.get(outcome);
    if (inputs == null) {
      throw new IllegalArgumentException("no outcome " + outcome);
    }
    return inputs;
  }

  /**
   * Inputs that only choose which part of the equation holds for an outcome; see {@link
   * Predictor#strata}.
   */
  public Set<String> strata(String outcome) {
    return predictor.strata(outcome);
  }

  /** Who published what scores mean; see {@link Predictor#published}. */
  public Optional<LocalText> published(String outcome) {
    return predictor.published(outcome);
  }

  /** With whom people are compared; see {@link Predictor#reference}. */
  public FeatureVector reference() {
    return predictor.reference();
  }

  private static List<ModelInput> needed(ModelCard card, Predictor predictor, String outcome) {
    Set<String> used = predictor.inputs(outcome);
    Set<String> usedByAny = new HashSet<>();
    predictor.outcomes().forEach(any -> usedByAny.addAll(predictor.inputs(any)));
    return card.inputs().stream()
        .filter(input -> used.contains(input.name()) || !usedByAny.contains(input.name()))
        .toList();
  }

  private OutcomeResult predict(Outcome outcome, FeatureVector given) {
    FeatureVector inputs = given;
    FeatureVector seen = given;
    List<String> assumed = new ArrayList<>();
    List<RefusalReason> reasons = new ArrayList<>();
    for (ModelInput input : needed(outcome.id())) {
      if (given.get(input.name()).isEmpty()) {
        if (input.assumption().isPresent()) {
          FeatureValue value = input.assumption().get().value();
          inputs = inputs.with(input.name(), value);
          if (!predictor.absenceLearned(outcome.id()).contains(input.name())) {
            seen = seen.with(input.name(), value);
          }
          assumed.add(input.name());
        } else {
          reasons.add(new RefusalReason.Missing(input.name()));
        }
      }
    }
    reasons.addAll(objections(outcome, inputs));
    if (!reasons.isEmpty()) {
      return new Refusal(outcome.id(), reasons);
    }
    Estimate estimate = predictor.estimate(outcome.id(), seen);
    if (!estimate.isFinite()) {
      return new Refusal(outcome.id(), List.of(new RefusalReason.NotComputable(outcome.id())));
    }
    return new Prediction(
        outcome.id(), outcome.horizon(), estimate, level(outcome, estimate), assumed);
  }

  private List<RefusalReason> objections(Outcome outcome, FeatureVector inputs) {
    List<RefusalReason> reasons = new ArrayList<>();
    for (ModelInput input : card.inputs()) {
      Optional<FeatureValue> value = inputs.get(input.name());
      Optional<RefusalReason> objection = value.flatMap(input::objection);
      objection.ifPresent(reasons::add);
      Range limit = outcome.limits().get(input.name());
      if (objection.isEmpty()
          && limit != null
          && value.orElse(null) instanceof Quantity quantity
          && !limit.contains(quantity.value())) {
        reasons.add(new RefusalReason.OutOfRange(input.name(), quantity.value(), limit));
      }
    }
    for (Exclusion exclusion : card.exclusions()) {
      if (inputs.get(exclusion.input()).filter(exclusion.when()::equals).isPresent()) {
        reasons.add(
            new RefusalReason.Excluded(exclusion.input(), exclusion.when(), exclusion.because()));
      }
    }
    return reasons;
  }

  private static Optional<RiskLevel> level(Outcome outcome, Estimate estimate) {
    OptionalDouble value =
        outcome.output() == OutcomeOutput.PROBABILITY ? estimate.probability() : estimate.score();
    return value.isEmpty()
        ? Optional.empty()
        : outcome
            .levels()
            .flatMap(levels -> levels.of(value.getAsDouble(), estimate.highestItem()));
  }
}
