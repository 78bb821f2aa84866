package org.andiron.risk.explanation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.model.Contribution;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.Goal;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.ModelInput.Assumption;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.Refusal;
import org.andiron.risk.model.RiskModel;

/** Explains the answers of one model. Safe for use by several threads. */
public final class Explainer {

  private final RiskModel model;

  public Explainer(RiskModel model) {
    this.model = model;
  }

  /**
   * Explains an answer.
   *
   * @param inputs those that the prediction says were assumed may be in it, with what was taken for
   *     them
   * @param result of this model for these inputs, or a refusal for another reason, such as {@link
   *     org.andiron.risk.model.ModelCard#obstacle}
   * @throws IllegalArgumentException if the model has no such outcome, the result is not of these
   *     inputs, or its contributions do not add up
   */
  public Explanation explain(FeatureVector inputs, OutcomeResult result) {
    Outcome outcome =
        model
            .card()
            .outcome(result.outcome())
            .orElseThrow(() -> new IllegalArgumentException("no outcome " + result.outcome()));
    return result instanceof Prediction prediction
        ? explain(outcome, inputs, prediction)
        : new RefusalExplanation(model.card(), outcome, ((Refusal) result).reasons());
  }

  private Explanation explain(Outcome outcome, FeatureVector inputs, Prediction prediction) {
    List<InputValue> assumed = new ArrayList<>();
    FeatureVector complete = inputs;
    for (String name : prediction.assumed()) {
      ModelInput input = declared(name);
      FeatureValue value =
          inputs
              .get(name)
              .or(() -> input.assumption().map(Assumption::value))
              .orElseThrow(() -> new IllegalArgumentException(name + " is never assumed"));
      assumed.add(new InputValue(input, value));
      complete = complete.with(name, value);
    }
    List<Influence> influences = new ArrayList<>();
    List<InputValue> strata = new ArrayList<>();
    divide(prediction, complete, influences, strata);
    List<Counterfactual> counterfactuals = counterfactuals(prediction, inputs, complete);
    return new PredictionExplanation(
        model.card(),
        outcome,
        prediction,
        influences,
        strata,
        assumed,
        reference(outcome, complete),
        model.published(outcome.id()),
        counterfactuals,
        together(outcome, inputs, counterfactuals));
  }

  /** Those that only choose a part of the equation have nothing that could be added up. */
  private void divide(
      Prediction prediction,
      FeatureVector complete,
      List<Influence> influences,
      List<InputValue> strata) {
    Set<String> choosing = model.strata(prediction.outcome());
    FeatureVector reference = model.reference();
    double sizes =
        prediction.attribution().contributions().stream()
            .mapToDouble(it -> Math.abs(it.value()))
            .sum();
    for (Contribution contribution : prediction.attribution().contributions()) {
      InputValue actual = actual(contribution.input(), complete);
      if (choosing.contains(contribution.input()) && contribution.value() == 0) {
        strata.add(actual);
      } else {
        influences.add(
            new Influence(
                actual,
                prediction.assumed().contains(contribution.input()),
                reference.get(contribution.input()),
                contribution.value(),
                sizes == 0 ? 0 : Math.abs(contribution.value()) / sizes));
      }
    }
  }

  private Optional<Prediction> reference(Outcome outcome, FeatureVector complete) {
    FeatureVector person = complete;
    for (Map.Entry<String, FeatureValue> value : model.reference().values().entrySet()) {
      person = person.with(value.getKey(), value.getValue());
    }
    return model.reference().values().isEmpty() ? Optional.empty() : predicted(outcome, person);
  }

  /** Of what is not recorded nobody knows whether it is at its goal. */
  private List<Counterfactual> counterfactuals(
      Prediction prediction, FeatureVector inputs, FeatureVector complete) {
    Map<String, Counterfactual> found = new LinkedHashMap<>();
    Outcome outcome = model.card().outcome(prediction.outcome()).orElseThrow();
    for (Goal goal : model.card().goals()) {
      boolean used =
          prediction.attribution().contributions().stream()
              .anyMatch(it -> it.input().equals(goal.input()));
      Optional<FeatureValue> target = goal.target(complete);
      if (used && target.isPresent() && !prediction.assumed().contains(goal.input())) {
        Change change = new Change(actual(goal.input(), complete), target.get(), goal);
        predicted(outcome, inputs.with(goal.input(), target.get()))
            .ifPresent(
                there ->
                    found.putIfAbsent(goal.input(), new Counterfactual(List.of(change), there)));
      }
    }
    return List.copyOf(found.values());
  }

  private Optional<Counterfactual> together(
      Outcome outcome, FeatureVector inputs, List<Counterfactual> single) {
    if (single.size() < 2) {
      return Optional.empty();
    }
    List<Change> changes = single.stream().flatMap(it -> it.changes().stream()).toList();
    FeatureVector changed = inputs;
    for (Change change : changes) {
      changed = changed.with(change.actual().input().name(), change.value());
    }
    return predicted(outcome, changed).map(there -> new Counterfactual(changes, there));
  }

  private Optional<Prediction> predicted(Outcome outcome, FeatureVector inputs) {
    return model.predict(outcome.id(), inputs) instanceof Prediction prediction
        ? Optional.of(prediction)
        : Optional.empty();
  }

  private InputValue actual(String name, FeatureVector complete) {
    return new InputValue(
        declared(name),
        complete.get(name).orElseThrow(() -> new IllegalArgumentException("no value of " + name)));
  }

  private ModelInput declared(String name) {
    return model
        .card()
        .input(name)
        .orElseThrow(() -> new IllegalArgumentException("no input " + name));
  }
}
