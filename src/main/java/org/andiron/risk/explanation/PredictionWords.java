package org.andiron.risk.explanation;

import java.util.ArrayList;
import java.util.List;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Prediction;

/** Texts of predictions: result, model, levels, what went in, what was assumed, goals, notice. */
final class PredictionWords {

  private final Words words;
  private final ResultWords results;
  private final InfluenceWords influences;
  private final CounterfactualWords counterfactuals;
  private final InputWords inputs;

  PredictionWords(
      Words words,
      ResultWords results,
      InfluenceWords influences,
      CounterfactualWords counterfactuals,
      InputWords inputs) {
    this.words = words;
    this.results = results;
    this.influences = influences;
    this.counterfactuals = counterfactuals;
    this.inputs = inputs;
  }

  String headline(ModelCard card, Outcome outcome, Prediction prediction) {
    String result = results.headlined(outcome, prediction);
    return outcome.output() == OutcomeOutput.SCORE
        ? words.say("headline.score", results.model(card), result, results.outcome(outcome))
        : words.say("headline." + outcome.output().code(), results.outcome(outcome), result);
  }

  List<Passage> passages(PredictionExplanation explanation) {
    List<String> about = new ArrayList<>();
    about.add(words.say("model", results.model(explanation.card()), explanation.card().version()));
    results.published(explanation).ifPresent(about::add);
    results.levels(explanation.outcome()).ifPresent(about::add);
    List<Passage> passages = new ArrayList<>();
    about.forEach(line -> passages.add(Passage.of(line)));
    passages.add(influences.passage(explanation));
    if (!explanation.assumed().isEmpty()) {
      passages.add(Passage.of(words.say("assumptions", inputs.pairs(explanation.assumed()))));
    }
    counterfactuals.passage(explanation).ifPresent(passages::add);
    passages.add(Passage.of(words.language().of(explanation.card().notice())));
    return passages;
  }
}
