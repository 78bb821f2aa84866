package org.andiron.risk.cds;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.assessment.AssumedPart;
import org.andiron.risk.assessment.Problem;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.assessment.ScoreNotes;
import org.andiron.risk.assessment.ScoredInput;
import org.andiron.risk.explanation.ExplanationText;
import org.andiron.risk.explanation.ExplanationWriter;
import org.andiron.risk.explanation.InputValue;
import org.andiron.risk.explanation.Passage;
import org.andiron.risk.explanation.PredictionExplanation;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.model.ModelInput;
import org.jspecify.annotations.Nullable;

/** The texts of cards, below their summary: GitHub's Markdown without HTML. */
final class CardDetail {

  private final CardContext context;
  private final CardWords words;
  private final ExplanationWriter writer;
  private final ScoreNotes notes;

  CardDetail(CardContext context, CardWords words, ExplanationWriter writer) {
    this.context = context;
    this.words = words;
    this.writer = writer;
    this.notes = new ScoreNotes(context.language());
  }

  /** The explanation, the values with their dates, and what is to be noted. */
  String of(Score score, PredictionExplanation explanation) {
    ExplanationText text = writer.write(explanation);
    List<Passage> passages = new ArrayList<>(text.passages());
    List<String> values = values(score, explanation);
    if (!values.isEmpty()) {
      passages.add(new Passage(Optional.of(words.say("values")), values));
    }
    notes.of(score).forEach(it -> passages.add(sentence(it)));
    addSource(score, passages);
    return new ExplanationText(context.language(), text.headline(), passages).markdown();
  }

  /** What is missing, and how to mend it. */
  String ofMissing(Score score, List<Problem> missing) {
    List<String> lines =
        missing.stream()
            .map(it -> it.what() + it.mend().map(mend -> " " + mend).orElse(""))
            .toList();
    List<Passage> passages = new ArrayList<>();
    passages.add(new Passage(Optional.of(words.say("missing")), lines));
    passages.add(sentence(notes.of(score).get(0)));
    passages.add(sentence(context.language().of(score.card().notice())));
    addSource(score, passages);
    String title = context.language().of(score.card().title());
    return new ExplanationText(context.language(), words.say("missing.headline", title), passages)
        .markdown();
  }

  /** Of what went into the result; what was assumed is told by the explanation. */
  private List<String> values(Score score, PredictionExplanation explanation) {
    Set<String> used = new HashSet<>();
    explanation.influences().forEach(it -> used.add(it.actual().input().name()));
    explanation.strata().forEach(it -> used.add(it.input().name()));
    return score.scoredInputs().stream()
        .filter(it -> used.contains(it.input().name()) && it.assumed() != AssumedPart.WHOLE)
        .map(this::value)
        .toList();
  }

  private String value(ScoredInput input) {
    String pair = writer.pair(new InputValue(input.input(), input.value()));
    @Nullable Instant date = input.found().isPresent() ? input.found().get().date() : null;
    return date == null ? pair : words.say("value.dated", pair, day(date));
  }

  private String day(Instant date) {
    return DateTimeFormatter.ofPattern(words.say("date"), context.language().locale())
        .format(date.atOffset(ZoneOffset.UTC));
  }

  private void addSource(Score score, List<Passage> passages) {
    passages.add(sentence(words.say(context.sent() ? "source.sent" : "source.record")));
    context.medicationOrders().ifPresent(orders -> addOrders(score, orders, passages));
  }

  /** An order that is not signed says nothing of what the patient takes. */
  private void addOrders(Score score, int orders, List<Passage> passages) {
    List<String> inputs =
        score.card().inputs().stream()
            .filter(it -> isOfMedication(score, it))
            .map(it -> context.language().of(it.title()))
            .toList();
    if (!inputs.isEmpty()) {
      String list = words.list(inputs);
      passages.add(
          sentence(
              orders == 0
                  ? words.say("orders.none", list)
                  : words.say("orders", String.valueOf(orders), list)));
    }
  }

  private static boolean isOfMedication(Score score, ModelInput input) {
    var features = score.model().features();
    return features.feature(input.name()).isPresent()
        && features.withInputs(input.name()).stream()
            .map(FeatureDefinition::sources)
            .flatMap(List::stream)
            .anyMatch(it -> PrefetchTemplate.isMedication(it.resource()));
  }

  private static Passage sentence(String text) {
    return new Passage(Optional.empty(), List.of(text));
  }
}
