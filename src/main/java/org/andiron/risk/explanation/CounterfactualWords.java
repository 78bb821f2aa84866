package org.andiron.risk.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.RiskLevel;

/** What the model would compute at goals: arithmetic, told as such. */
final class CounterfactualWords {

  private final Words words;
  private final InputWords inputs;
  private final ResultWords results;

  CounterfactualWords(Words words, InputWords inputs, ResultWords results) {
    this.words = words;
    this.inputs = inputs;
    this.results = results;
  }

  Optional<Passage> passage(PredictionExplanation explanation) {
    if (explanation.counterfactuals().isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (Counterfactual counterfactual : explanation.counterfactuals()) {
      Change change = counterfactual.changes().get(0);
      lines.add(
          words.say(
              "goal",
              words.say("goal.if", condition(change), result(explanation, counterfactual)),
              words.language().of(change.goal().source())));
    }
    explanation
        .together()
        .ifPresent(all -> lines.add(words.say("goal.all", result(explanation, all))));
    lines.add(words.say("goals.caution"));
    return Optional.of(Passage.of(words.say("goals"), lines));
  }

  private String condition(Change change) {
    ModelInput input = change.actual().input();
    Optional<LocalText> clause = change.goal().meaning();
    if (clause.isPresent()) {
      return words.language().of(clause.get());
    }
    return words.say(
        "goal.value",
        words.language().within(input.title()),
        inputs.value(input, change.value()),
        inputs.distinct(input, change.actual().value(), change.value()));
  }

  private String result(PredictionExplanation explanation, Counterfactual counterfactual) {
    Outcome outcome = explanation.outcome();
    Prediction actual = explanation.prediction();
    Prediction there = counterfactual.prediction();
    boolean sameLevel = code(actual).equals(code(there));
    String before = sameLevel ? results.result(outcome, actual) : withLevel(outcome, actual);
    String after = sameLevel ? results.result(outcome, there) : withLevel(outcome, there);
    if (before.equals(after)) {
      return words.say("goal.same", after);
    }
    return words.say(
        number(outcome, there) > number(outcome, actual) ? "goal.higher" : "goal.other",
        after,
        before);
  }

  private String withLevel(Outcome outcome, Prediction prediction) {
    String result = results.result(outcome, prediction);
    return prediction
        .level()
        .map(level -> words.say("level.beside", result, results.title(level)))
        .orElse(result);
  }

  private static Optional<String> code(Prediction prediction) {
    return prediction.level().map(RiskLevel::code);
  }

  private static double number(Outcome outcome, Prediction prediction) {
    OptionalDouble number =
        outcome.output() == OutcomeOutput.PROBABILITY
            ? prediction.probability()
            : prediction.score();
    return number.orElse(0);
  }
}
