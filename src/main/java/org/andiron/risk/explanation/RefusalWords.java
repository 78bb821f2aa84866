package org.andiron.risk.explanation;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.Range;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.model.RefusalReason.Excluded;
import org.andiron.risk.model.RefusalReason.Expired;
import org.andiron.risk.model.RefusalReason.Missing;
import org.andiron.risk.model.RefusalReason.NotComputable;
import org.andiron.risk.model.RefusalReason.NotEvaluated;
import org.andiron.risk.model.RefusalReason.OutOfRange;
import org.andiron.risk.model.RefusalReason.UnknownCategory;
import org.andiron.risk.model.RefusalReason.WrongKind;

/** Texts of refusals: what is missing, what is outside of what limit, for whom the model is. */
final class RefusalWords {

  private final Words words;
  private final InputWords inputs;
  private final ResultWords results;

  RefusalWords(Words words, InputWords inputs, ResultWords results) {
    this.words = words;
    this.inputs = inputs;
    this.results = results;
  }

  String headline(RefusalExplanation refusal) {
    return words.say(
        "headline.refusal", results.model(refusal.card()), results.outcome(refusal.outcome()));
  }

  List<Passage> passages(RefusalExplanation refusal) {
    return List.of(
        Passage.of(
            words.say("reasons"),
            refusal.reasons().stream().map(reason -> sentence(refusal, reason)).toList()),
        Passage.of(words.say("population", words.language().of(refusal.card().population()))),
        Passage.of(words.say("model", results.model(refusal.card()), refusal.card().version())));
  }

  private String sentence(RefusalExplanation refusal, RefusalReason reason) {
    ModelCard card = refusal.card();
    if (reason instanceof Missing missing) {
      ModelInput input = input(card, missing.input());
      return words.say(
          "reason.missing", inputs.title(input), inputs.needed(input, limit(refusal, input)));
    }
    if (reason instanceof OutOfRange outOfRange) {
      ModelInput input = input(card, outOfRange.input());
      return words.say(
          "reason.outOfRange",
          inputs.title(input),
          inputs.outside(input, outOfRange.value(), outOfRange.limit()),
          inputs.range(outOfRange.limit(), input.unit()));
    }
    if (reason instanceof WrongKind wrong) {
      ModelInput input = input(card, wrong.input());
      return words.say(
          "reason.wrongKind",
          inputs.title(input),
          inputs.kind(wrong.actual()),
          inputs.needed(input, limit(refusal, input)));
    }
    if (reason instanceof UnknownCategory unknown) {
      ModelInput input = input(card, unknown.input());
      return words.say(
          "reason.unknownCategory",
          inputs.title(input),
          unknown.code(),
          inputs.needed(input, Range.ALL));
    }
    return reason instanceof Excluded excluded ? excluded(card, excluded) : ofModel(reason);
  }

  private String excluded(ModelCard card, Excluded excluded) {
    InputValue actual = new InputValue(input(card, excluded.input()), excluded.value());
    return words.say(
        "reason.excluded", inputs.pair(actual), words.language().of(excluded.because()));
  }

  private String ofModel(RefusalReason reason) {
    if (reason instanceof Expired expired) {
      return words.say(
          "reason.expired",
          DateTimeFormatter.ofPattern(words.say("date"), words.language().locale())
              .format(expired.lastDay()));
    }
    if (reason instanceof NotEvaluated) {
      return words.say("reason.notEvaluated");
    }
    if (reason instanceof NotComputable) {
      return words.say("reason.notComputable");
    }
    throw new IllegalArgumentException("no words for " + reason.getClass().getSimpleName());
  }

  /** The narrower of the limits of the model and of the outcome. */
  private static Range limit(RefusalExplanation refusal, ModelInput input) {
    Outcome outcome = refusal.outcome();
    return Optional.ofNullable(outcome.limits().get(input.name())).orElse(input.range());
  }

  private static ModelInput input(ModelCard card, String name) {
    return card.input(name).orElseThrow(() -> new IllegalArgumentException("no input " + name));
  }
}
