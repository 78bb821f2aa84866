package org.andiron.risk.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.model.Attribution;
import org.andiron.risk.model.Scale;

/** What went into a prediction. */
final class InfluenceWords {

  /** Less is 0.000 on paper. */
  private static final double NOTICEABLE = 0.0005;

  private final Words words;
  private final Figures figures;
  private final InputWords inputs;
  private final ResultWords results;

  InfluenceWords(Words words, Figures figures, InputWords inputs, ResultWords results) {
    this.words = words;
    this.figures = figures;
    this.inputs = inputs;
    this.results = results;
  }

  Passage passage(PredictionExplanation explanation) {
    Attribution attribution = explanation.prediction().attribution();
    if (!attribution.isKnown()) {
      return Passage.of(words.say("influences.unknown"));
    }
    boolean points = attribution.scale() == Scale.POINTS;
    List<String> lines = new ArrayList<>();
    List<InputValue> without = new ArrayList<>();
    for (Influence influence : explanation.influences()) {
      if (Math.abs(influence.contribution()) < NOTICEABLE) {
        without.add(influence.actual());
      } else {
        lines.add(points ? pointed(influence) : scaled(influence, attribution.scale()));
      }
    }
    if (!without.isEmpty()) {
      lines.add(words.say(points ? "none.points" : "none", inputs.pairs(without)));
    }
    if (!explanation.strata().isEmpty()) {
      lines.add(words.say(points ? "strata.points" : "strata", inputs.pairs(explanation.strata())));
    }
    lines.add(points ? pointSum(explanation, attribution) : sum(explanation, attribution));
    return Passage.of(heading(explanation), lines);
  }

  private String heading(PredictionExplanation explanation) {
    return explanation
        .reference()
        .map(
            reference ->
                words.say("influences.reference", results.result(explanation.outcome(), reference)))
        .orElseGet(() -> words.say("influences"));
  }

  private String pointed(Influence influence) {
    return words.say(
        "influence.points", described(influence), signedPoints(influence.contribution()));
  }

  private String scaled(Influence influence, Scale scale) {
    if (scale == Scale.QUANTITY) {
      return words.say(
          "influence.quantity",
          described(influence),
          words.say("direction." + influence.direction().name()),
          figures.signed(influence.contribution(), 3),
          figures.share(influence.share()));
    }
    return words.say(
        "influence",
        described(influence),
        words.say("direction." + influence.direction().name()),
        words.say(
            "factor." + scale.name(), figures.factor(StrictMath.exp(influence.contribution()))),
        figures.signed(influence.contribution(), 3),
        figures.share(influence.share()));
  }

  private String described(Influence influence) {
    String pair = inputs.pair(influence.actual());
    Optional<String> reference =
        influence.reference().map(it -> inputs.value(influence.actual().input(), it));
    if (influence.assumed()) {
      return reference
          .map(it -> words.say("assumed.reference", pair, it))
          .orElseGet(() -> words.say("assumed", pair));
    }
    return reference.map(it -> words.say("reference", pair, it)).orElse(pair);
  }

  private String sum(PredictionExplanation explanation, Attribution attribution) {
    return words.say(
        "sum",
        words.say("scale." + attribution.scale().name()),
        figures.signed(attribution.base(), 3),
        figures.signed(explanation.sum(), 3),
        figures.signed(attribution.predictor(), 3));
  }

  private String pointSum(PredictionExplanation explanation, Attribution attribution) {
    if (attribution.base() == 0) {
      return words.say("sum.points", results.points(attribution.predictor()));
    }
    return words.say(
        "sum.points.reference",
        figures.signed(attribution.base(), 2),
        figures.signed(explanation.sum(), 2),
        figures.signed(attribution.predictor(), 2));
  }

  private String signedPoints(double points) {
    int decimals = points == Math.rint(points) ? 0 : 2;
    return words.say(
        Math.abs(points) == 1 ? "points.one" : "points", figures.signed(points, decimals));
  }
}
