package org.andiron.risk.explanation;

import java.util.List;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.Prediction;

/** Puts explanations into the words of one language. Safe for use by several threads. */
public final class ExplanationWriter {

  private final Words words;
  private final PredictionWords predictions;
  private final RefusalWords refusals;
  private final InputWords inputs;
  private final ResultWords results;

  public ExplanationWriter(Language language) {
    this(new Words(language));
  }

  ExplanationWriter(Words words) {
    this.words = words;
    Figures figures = new Figures(words);
    this.inputs = new InputWords(words, figures);
    this.results = new ResultWords(words, figures, inputs);
    this.predictions =
        new PredictionWords(
            words,
            results,
            new InfluenceWords(words, figures, inputs, results),
            new CounterfactualWords(words, inputs, results),
            inputs);
    this.refusals = new RefusalWords(words, inputs, results);
  }

  /** The text of an explanation. */
  public ExplanationText write(Explanation explanation) {
    return explanation instanceof PredictionExplanation prediction
        ? text(
            headline(prediction.card(), prediction.outcome(), prediction.prediction()),
            predictions.passages(prediction))
        : refused((RefusalExplanation) explanation);
  }

  /** The result of a prediction alone, with its level, in one line. */
  public String result(PredictionExplanation prediction) {
    return results.headlined(prediction.outcome(), prediction.prediction());
  }

  /** The name of an input and its value. */
  public String pair(InputValue actual) {
    return inputs.pair(actual);
  }

  /** The first line of it alone, for which nothing has to be explained. */
  public String headline(ModelCard card, Outcome outcome, Prediction prediction) {
    return predictions.headline(card, outcome, prediction);
  }

  private ExplanationText refused(RefusalExplanation refusal) {
    return text(refusals.headline(refusal), refusals.passages(refusal));
  }

  private ExplanationText text(String headline, List<Passage> passages) {
    return new ExplanationText(words.language(), headline, passages);
  }
}
