package org.andiron.risk.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.andiron.risk.learning.HeldOut;
import org.andiron.risk.learning.LearningPlan;
import org.andiron.risk.learning.ModelDescription;
import org.andiron.risk.learning.ModelStatements;
import org.andiron.risk.learning.Search;
import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.algorithm.Algorithms;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Range;
import org.andiron.risk.model.SourceAttribute;
import org.andiron.risk.training.CardStatements;
import org.andiron.risk.training.LearningAlgorithm;
import org.andiron.risk.training.TestSplit;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingOutcome;

/** What a definition says, as learning takes it. */
record DefinedModel(TrainingDefinition definition) {

  /** Beside the share of those with the outcome. */
  private static final double[] THRESHOLDS = {0.05, 0.1, 0.2, 0.3, 0.5};

  private static final double PERCENT = 100;

  /** Attributes to which the card adds figures, or that it needs in other places as well. */
  private static final Set<SourceAttribute> COMPLETED =
      EnumSet.of(
          SourceAttribute.DEVELOPER,
          SourceAttribute.FUNDING,
          SourceAttribute.TRAINING_CRITERIA,
          SourceAttribute.SENSITIVE_INPUTS);

  /**
   * How it is learned.
   *
   * @param frequency of the outcome, near which groups are compared
   * @param time of the evaluation
   */
  LearningPlan plan(double frequency, Instant time) {
    LearningPlan usual =
        LearningPlan.usual(
            definition.algorithms().stream().map(it -> Search.of(algorithm(it))).toList(),
            definition.seed(),
            thresholds(frequency),
            time);
    return new LearningPlan(
        usual.searches(),
        usual.missing(),
        usual.folds(),
        heldOut(),
        usual.seed(),
        usual.thresholds(),
        usual.resamples(),
        usual.permutations(),
        usual.time());
  }

  private HeldOut heldOut() {
    return definition.split() instanceof TestSplit.From from
        ? new HeldOut.From(from.day().atStartOfDay(ZoneOffset.UTC).toInstant())
        : new HeldOut.OfPatients(((TestSplit.Share) definition.split()).share());
  }

  /** The frequency in whole per cent, but neither none nor all, before those that are usual. */
  static List<Double> thresholds(double frequency) {
    double percent = Math.min(Math.max(Math.rint(frequency * PERCENT), 1), PERCENT - 1);
    return DoubleStream.concat(DoubleStream.of(percent / PERCENT), DoubleStream.of(THRESHOLDS))
        .distinct()
        .boxed()
        .toList();
  }

  static Algorithm algorithm(LearningAlgorithm named) {
    return switch (named) {
      case LINEAR_REGRESSION -> Algorithms.LINEAR_REGRESSION;
      case LOGISTIC_REGRESSION_L1 -> Algorithms.LOGISTIC_L1;
      case LOGISTIC_REGRESSION_L2 -> Algorithms.LOGISTIC_L2;
      case SVM_LINEAR -> Algorithms.SVM_LINEAR;
      case SVM_RBF -> Algorithms.SVM_RBF;
      case DECISION_TREE -> Algorithms.DECISION_TREE;
      case RANDOM_FOREST -> Algorithms.RANDOM_FOREST;
      case GRADIENT_BOOSTING -> Algorithms.GRADIENT_BOOSTING;
    };
  }

  /** What its card says. */
  ModelDescription description() {
    CardStatements card = definition.card();
    Map<SourceAttribute, String> attributes = new EnumMap<>(card.attributes());
    attributes.keySet().removeAll(COMPLETED);
    return new ModelDescription(
        definition.id(),
        definition.version(),
        definition.url(),
        definition.title(),
        card.intendedUse(),
        card.population(),
        card.notice(),
        outcome(definition.outcome()),
        definition.limits().inputs(),
        definition.limits().exclusions(),
        List.of(),
        card.licence(),
        said(SourceAttribute.DEVELOPER),
        said(SourceAttribute.FUNDING),
        said(SourceAttribute.TRAINING_CRITERIA),
        said(SourceAttribute.SENSITIVE_INPUTS),
        card.synthetic(),
        new ModelStatements(Optional.of(card.absenceOfEvidence()), card.references(), attributes),
        definition.featuresFile().getBytes(StandardCharsets.UTF_8));
  }

  private String said(SourceAttribute attribute) {
    return String.valueOf(definition.card().attributes().get(attribute));
  }

  private static Outcome outcome(TrainingOutcome outcome) {
    return new Outcome(
        outcome.id(),
        outcome.title(),
        outcome.codings(),
        Optional.of(outcome.horizon()),
        outcome.isEvent() ? OutcomeOutput.PROBABILITY : OutcomeOutput.QUANTITY,
        outcome.unit(),
        Map.of(),
        Range.ALL,
        Optional.empty());
  }
}
