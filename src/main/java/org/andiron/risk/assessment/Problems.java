package org.andiron.risk.assessment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.risk.assessment.Problem.Kind;
import org.andiron.risk.explanation.ExplanationWriter;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.explanation.RefusalExplanation;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.FeatureIssue;
import org.andiron.risk.feature.MissingReason;
import org.andiron.risk.feature.Refusal;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.model.RefusalReason.Excluded;
import org.andiron.risk.model.RefusalReason.Expired;
import org.andiron.risk.model.RefusalReason.Missing;
import org.andiron.risk.model.RefusalReason.NotEvaluated;
import org.andiron.risk.model.RefusalReason.OutOfRange;
import org.andiron.risk.model.RefusalReason.UnknownCategory;
import org.andiron.risk.model.RefusalReason.WrongKind;

/**
 * Puts what keeps a model from answering into words. They speak of the available data alone: what a
 * caller may not see is missing for him like what is not recorded, and no text tells one from the
 * other.
 */
public final class Problems {

  private final Phrases phrases;
  private final ExplanationWriter writer;

  /** Words of a language. */
  public Problems(Language language) {
    this(Phrases.in(language));
  }

  Problems(Phrases phrases) {
    this.phrases = phrases;
    this.writer = new ExplanationWriter(phrases.language());
  }

  /** All of a score, each once, in an order that depends on nothing but the score. */
  List<Problem> of(Score score) {
    List<Problem> problems = new ArrayList<>();
    new TreeSet<>(score.extraction().refusals()).forEach(it -> problems.add(ofRecord(it)));
    if (score.extraction().isRefused() && score.obstacle().isPresent()) {
      problems.add(ofModel(score.obstacle().get()));
    }
    Map<String, Problem> found = new LinkedHashMap<>();
    for (RefusalExplanation refusal : score.refusals()) {
      List<Problem> ofOutcome = of(score, refusal);
      ofOutcome.forEach(it -> found.putIfAbsent(it.kind() + it.what(), it));
    }
    problems.addAll(found.values());
    return problems;
  }

  /** Whether other data would give an answer for one outcome at least. */
  boolean areMendedByData(Score score) {
    return !mendedByData(score).isEmpty();
  }

  /** Those of outcomes for which other data would give an answer, each once. */
  public List<Problem> mendedByData(Score score) {
    Map<String, Problem> found = new LinkedHashMap<>();
    for (RefusalExplanation refusal : score.refusals()) {
      List<Problem> ofOutcome = of(score, refusal);
      if (ofOutcome.stream().allMatch(it -> it.kind().isMendedByData())) {
        ofOutcome.forEach(it -> found.putIfAbsent(it.kind() + it.what(), it));
      }
    }
    return List.copyOf(found.values());
  }

  private List<Problem> of(Score score, RefusalExplanation refusal) {
    List<String> sentences = writer.write(refusal).passages().get(0).lines();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < refusal.reasons().size(); i++) {
      problems.add(of(score, refusal.reasons().get(i), sentences.get(i)));
    }
    return problems;
  }

  private Problem of(Score score, RefusalReason reason, String sentence) {
    if (reason instanceof Missing missing) {
      ModelInput input = score.card().input(missing.input()).orElseThrow();
      return score
          .extraction()
          .feature(input.name())
          .map(feature -> missing(input, feature, sentence))
          .orElseGet(
              () ->
                  new Problem(
                      Kind.MISSING, Optional.of(input), sentence, Optional.empty(), List.of()));
    }
    Optional<ModelInput> input = input(reason).flatMap(score.card()::input);
    List<ResourceVersion> where =
        input
            .flatMap(it -> score.extraction().feature(it.name()))
            .map(ExtractedFeature::basis)
            .orElse(List.of());
    return new Problem(kind(reason), input, sentence, mend(kind(reason)), where);
  }

  private Problem missing(ModelInput input, ExtractedFeature feature, String sentence) {
    String title = phrases.language().of(input.title());
    MissingReason missing = feature.missing();
    List<FeatureIssue> issues =
        feature.issues().stream().filter(it -> it.code().isUnreadable()).toList();
    Set<ResourceVersion> where = new LinkedHashSet<>();
    issues.forEach(issue -> where.addAll(issue.resources()));
    String unit = input.unit().map(it -> phrases.say("inUnit", it)).orElse("");
    if (missing == null || missing == MissingReason.ABSENT) {
      return new Problem(
          Kind.MISSING,
          Optional.of(input),
          sentence,
          Optional.of(phrases.say("mend.ABSENT", title, unit)),
          List.of());
    }
    String details =
        phrases.list(issues.stream().map(it -> phrases.say("issue." + it.code().name())).toList());
    String what =
        missing == MissingReason.UNUSABLE && details.isEmpty()
            ? phrases.say("missing.UNREADABLE", title)
            : phrases.say("missing." + missing.name(), title, details);
    return new Problem(
        kind(missing),
        Optional.of(input),
        what,
        Optional.of(phrases.say("mend." + missing.name(), title, unit)),
        List.copyOf(where));
  }

  private Problem ofRecord(Refusal refusal) {
    return new Problem(
        Kind.RECORD,
        Optional.empty(),
        phrases.say("record." + refusal.name()),
        Optional.of(phrases.say("record.mend." + refusal.name())),
        List.of());
  }

  private Problem ofModel(RefusalReason obstacle) {
    String key = obstacle instanceof Expired ? "model.expired" : "model.notEvaluated";
    return new Problem(Kind.MODEL, Optional.empty(), phrases.say(key), mend(Kind.MODEL), List.of());
  }

  private Optional<String> mend(Kind kind) {
    return Optional.of(phrases.say("mend." + kind.name()));
  }

  private static Kind kind(MissingReason missing) {
    return switch (missing) {
      case ABSENT, STALE, TOO_FEW, INPUT_MISSING -> Kind.MISSING;
      case UNUSABLE -> Kind.UNUSABLE;
      case CONTRADICTORY -> Kind.CONTRADICTORY;
      case NO_STAY -> Kind.OUT_OF_POPULATION;
    };
  }

  private static Kind kind(RefusalReason reason) {
    if (reason instanceof OutOfRange || reason instanceof Excluded) {
      return Kind.OUT_OF_POPULATION;
    }
    if (reason instanceof WrongKind || reason instanceof UnknownCategory) {
      return Kind.UNUSABLE;
    }
    return reason instanceof NotEvaluated || reason instanceof Expired
        ? Kind.MODEL
        : Kind.NOT_COMPUTABLE;
  }

  private static Optional<String> input(RefusalReason reason) {
    if (reason instanceof OutOfRange range) {
      return Optional.of(range.input());
    }
    if (reason instanceof Excluded excluded) {
      return Optional.of(excluded.input());
    }
    if (reason instanceof WrongKind wrong) {
      return Optional.of(wrong.input());
    }
    return reason instanceof UnknownCategory unknown
        ? Optional.of(unknown.input())
        : Optional.empty();
  }
}
