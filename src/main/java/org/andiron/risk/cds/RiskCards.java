package org.andiron.risk.cds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.assessment.ModelResources;
import org.andiron.risk.assessment.Problem;
import org.andiron.risk.assessment.Problems;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.explanation.ExplanationWriter;
import org.andiron.risk.explanation.PredictionExplanation;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.Indicator;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;

/**
 * Cards of scores: one for each outcome that has an answer, one for what is missing of others, none
 * where the model does not apply, or nothing is recorded of what it is for. Each has the whole text
 * by which a clinician can check it.
 *
 * @see <a href="https://cds-hooks.hl7.org/2.0/#card-attributes">Cards</a>
 */
final class RiskCards {

  /** CDS Hooks asks for less than 140 characters. */
  static final int SUMMARY = 139;

  /** System of codes that are URIs. */
  private static final String URIS = "urn:ietf:rfc:3986";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final CardContext context;
  private final CardWords words;
  private final ExplanationWriter writer;
  private final CardDetail detail;

  RiskCards(CardContext context) {
    this.context = context;
    this.words = CardWords.in(context.language());
    this.writer = new ExplanationWriter(context.language());
    this.detail = new CardDetail(context, words, writer);
  }

  /** An object with {@code cards}. */
  ObjectNode of(Score score) {
    ObjectNode answer = NODES.objectNode();
    ArrayNode cards = answer.putArray("cards");
    for (PredictionExplanation explanation : score.predictions()) {
      cards.add(
          card(score, summary(explanation), indicator(explanation), detail.of(score, explanation)));
    }
    List<Problem> missing = new Problems(context.language()).mendedByData(score);
    if (!missing.isEmpty() && missing.stream().noneMatch(it -> isForWhom(score.card(), it))) {
      cards.add(
          card(
              score,
              summary(score.card(), missing),
              Indicator.INFO,
              detail.ofMissing(score, missing)));
    }
    return answer;
  }

  /**
   * Whether an input says for whom the model is, as atrial fibrillation does: of most patients
   * nothing is recorded of it because they do not have it.
   */
  private static boolean isForWhom(ModelCard card, Problem missing) {
    return card.exclusions().stream()
        .filter(it -> it.when().equals(new Truth(false)))
        .anyMatch(
            it -> missing.input().filter(input -> input.name().equals(it.input())).isPresent());
  }

  private static Indicator indicator(PredictionExplanation explanation) {
    return explanation
        .prediction()
        .level()
        .flatMap(level -> explanation.outcome().levels().map(levels -> levels.indicator(level)))
        .orElse(Indicator.INFO);
  }

  /** The headline of the explanation; if that is too long, the result stays whole. */
  private String summary(PredictionExplanation explanation) {
    String headline = writer.write(explanation).headline();
    if (headline.length() <= SUMMARY) {
      return headline;
    }
    Outcome outcome = explanation.outcome();
    String result = writer.result(explanation);
    int left = SUMMARY - result.length() - 2;
    return left < 1
        ? shortened(result, SUMMARY)
        : shortened(context.language().of(outcome.title()), left) + ": " + result;
  }

  private String summary(ModelCard card, List<Problem> missing) {
    List<String> inputs =
        missing.stream()
            .map(Problem::input)
            .flatMap(Optional::stream)
            .map(ModelInput::title)
            .map(context.language()::of)
            .distinct()
            .toList();
    return shortened(
        words.say("missing.summary", context.language().of(card.title()), words.list(inputs)),
        SUMMARY);
  }

  static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    String kept = text.substring(0, most - 1);
    boolean half = !kept.isEmpty() && Character.isHighSurrogate(kept.charAt(kept.length() - 1));
    return (half ? kept.substring(0, kept.length() - 1) : kept) + "…";
  }

  private ObjectNode card(Score score, String summary, Indicator indicator, String text) {
    ObjectNode card = NODES.objectNode();
    card.put("uuid", CardId.of(score.model().content().digest()).toString());
    card.put("summary", summary);
    card.put("indicator", indicator.code());
    card.put("detail", text);
    String document = context.fhirBase() + "/DocumentReference/" + modelId(score);
    ObjectNode source = card.putObject("source");
    String title = context.language().of(score.card().title());
    source.put("label", title + ", " + score.card().version());
    source.put("url", document);
    ObjectNode topic = source.putObject("topic");
    topic.put("system", URIS);
    topic.put("code", score.card().url() + "|" + score.card().version());
    topic.put("display", title);
    addReasons(card.putArray("overrideReasons"));
    ArrayNode links = card.putArray("links");
    link(links, "link.card", document);
    context
        .patient()
        .ifPresent(
            patient ->
                link(
                    links,
                    "link.score",
                    "%s/Patient/%s/$risk-score?model=%s"
                        .formatted(context.fhirBase(), patient, score.card().id())));
    return card;
  }

  private static String modelId(Score score) {
    return new ModelResources(score.model()).id();
  }

  private void addReasons(ArrayNode reasons) {
    for (OverrideReason reason : OverrideReason.values()) {
      ObjectNode coding = reasons.addObject();
      coding.put("system", OverrideReason.SYSTEM);
      coding.put("code", reason.code());
      coding.put("display", words.say("override." + reason.code()));
    }
  }

  private void link(ArrayNode links, String label, String url) {
    links.addObject().put("label", words.say(label)).put("url", url).put("type", "absolute");
  }
}
