package org.andiron.risk.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.andiron.risk.model.Horizon;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.Range;
import org.andiron.risk.model.RiskLevel;
import org.andiron.risk.model.RiskLevels;

/** Results, their outcomes, and the levels that they have. */
final class ResultWords {

  private final Words words;
  private final Figures figures;
  private final InputWords inputs;

  ResultWords(Words words, Figures figures, InputWords inputs) {
    this.words = words;
    this.figures = figures;
    this.inputs = inputs;
  }

  /** The number that a prediction is about, with its unit. */
  String result(Outcome outcome, Prediction prediction) {
    return switch (outcome.output()) {
      case PROBABILITY -> figures.percent(prediction.probability().orElseThrow(), outcome.levels());
      case SCORE -> points(prediction.score().orElseThrow());
      case QUANTITY -> {
        double value = prediction.estimate().quantity().orElseThrow();
        yield inputs.withUnit(outcome.unit(), figures.quantity(value), value == 1);
      }
    };
  }

  /** The same, with the scores that there can be, and its level. */
  String headlined(Outcome outcome, Prediction prediction) {
    String number = result(outcome, prediction);
    String result =
        outcome.scores().equals(Range.ALL)
            ? number
            : words.say("score.range", number, inputs.ends(outcome.scores()));
    return prediction
        .level()
        .map(level -> words.say("level.after", result, title(level)))
        .orElse(result);
  }

  String points(double points) {
    return words.say(points == 1 ? "points.one" : "points", figures.quantity(points));
  }

  String title(RiskLevel level) {
    return words.language().within(level.title());
  }

  String model(ModelCard card) {
    return words.language().of(card.title());
  }

  /** The outcome with its horizon. */
  String outcome(Outcome outcome) {
    String title = words.language().of(outcome.title());
    return outcome.horizon().map(it -> words.say("outcome", title, horizon(it))).orElse(title);
  }

  /** What was observed or expected of people with the score, and by whom. */
  Optional<String> published(PredictionExplanation explanation) {
    OptionalDouble rate = explanation.prediction().estimate().annualRate();
    OptionalDouble probability = explanation.prediction().probability();
    String number;
    if (rate.isPresent()) {
      number = words.say("published.rate", figures.percentage(rate.getAsDouble()));
    } else if (probability.isPresent()) {
      number = figures.exactPercent(probability.getAsDouble());
    } else {
      return Optional.empty();
    }
    return explanation
        .published()
        .map(source -> words.say("published", number, words.language().of(source)));
  }

  /** All levels with their thresholds, and where those are published. */
  Optional<String> levels(Outcome outcome) {
    return outcome
        .levels()
        .map(
            levels ->
                words.say(
                    "levels",
                    words.row("row", thresholds(outcome, levels)),
                    words.language().of(levels.source())));
  }

  private String horizon(Horizon horizon) {
    String key = "horizon." + horizon.unit().code();
    return words.say(horizon.value() == 1 ? key + ".one" : key, figures.exact(horizon.value()));
  }

  private List<String> thresholds(Outcome outcome, RiskLevels levels) {
    List<String> thresholds = new ArrayList<>();
    for (RiskLevel level : levels.levels()) {
      String range =
          level.from().isPresent()
              ? range(outcome, levels, level)
              : words.say("single.item", points(level.singleItem().orElseThrow()));
      thresholds.add(words.say("level", title(level), range));
    }
    return thresholds;
  }

  private String range(Outcome outcome, RiskLevels levels, RiskLevel level) {
    double from = level.from().orElseThrow();
    OptionalDouble next =
        levels.levels().stream()
            .map(RiskLevel::from)
            .flatMapToDouble(OptionalDouble::stream)
            .filter(it -> it > from)
            .findFirst();
    if (outcome.output() != OutcomeOutput.PROBABILITY) {
      return scores(levels, from, next);
    }
    String least = figures.exactPercent(from);
    if (next.isEmpty()) {
      return words.say("range.from", least);
    }
    String end = figures.exactPercent(next.getAsDouble());
    return from == 0
        ? words.say("range.below", "", end)
        : words.say("range.from.below", least, end);
  }

  /** Whole scores are named by the last that is in the range. */
  private String scores(RiskLevels levels, double from, OptionalDouble next) {
    boolean whole =
        levels.levels().stream()
            .map(RiskLevel::from)
            .flatMapToDouble(OptionalDouble::stream)
            .allMatch(it -> it == Math.rint(it));
    if (next.isEmpty() || !whole) {
      return words.say("points", inputs.ends(new Range(OptionalDouble.of(from), NONE, NONE, next)));
    }
    double last = next.getAsDouble() - 1;
    return last == from
        ? points(from)
        : words.say(
            "points",
            inputs.ends(new Range(OptionalDouble.of(from), NONE, OptionalDouble.of(last), NONE)));
  }

  private static final OptionalDouble NONE = OptionalDouble.empty();
}
