package org.andiron.risk.learning;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.PermutedLabels;
import org.andiron.risk.evaluation.PermutedOutcomes;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.preprocessing.PreprocessingFit.Typical;
import org.andiron.risk.learning.scoring.TrainingRecord;
import org.andiron.risk.model.CoefficientSource;
import org.andiron.risk.model.Evaluation;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Reference;
import org.andiron.risk.model.SourceAttributes;

/** Writes the card of a model that was learned: what its description says, and what came of it. */
record LearnedCard(
    ModelDescription description,
    LearningPlan plan,
    FittedModel fitted,
    LearningCounts counts,
    TrainedRanges ranges,
    TrainingRecord record) {

  ModelCard of(
      List<ModelInput> inputs,
      Optional<EvaluationReport> report,
      Optional<QuantityReport> quantities) {
    String summary = new FigureText(counts).summary(report, quantities);
    boolean leaks =
        report
                .flatMap(it -> Optional.ofNullable(it.permutedLabels()))
                .filter(labels -> labels.finding() == PermutedLabels.Finding.LEAK)
                .isPresent()
            || quantities
                .flatMap(it -> Optional.ofNullable(it.permutedOutcomes()))
                .filter(outcomes -> outcomes.finding() == PermutedOutcomes.Finding.LEAK)
                .isPresent();
    return new ModelCard(
        description.id(),
        description.version(),
        description.url(),
        description.title(),
        description.intendedUse(),
        description.population(),
        description.notice(),
        description.statements().absence().map(said -> said + " ").orElse("") + evidence(),
        description.licence(),
        references(),
        source(),
        Stream.concat(inputs.stream().map(this::withAbsence), description.limiting().stream())
            .toList(),
        description.exclusions(),
        description.goals(),
        List.of(description.outcome()),
        attributes(inputs, new FigureText(counts).subgroups(report, quantities), summary),
        description.synthetic(),
        // A model that has seen what it was to predict was not evaluated by that.
        leaks
            ? Optional.empty()
            : Optional.of(
                new Evaluation(
                    description.developer(),
                    plan.time().atZone(ZoneOffset.UTC).toLocalDate(),
                    heldOut(),
                    summary)),
        Optional.empty());
  }

  private Algorithm algorithm() {
    return fitted.found().best().algorithm();
  }

  private List<Reference> references() {
    return Stream.concat(
            Stream.of(algorithm().reference()), description.statements().references().stream())
        .toList();
  }

  private SourceAttributes attributes(List<ModelInput> inputs, String subgroups, String summary) {
    return new SourceAttributes(
        new LearnedAttributes(description, counts, ranges.said(inputs), record, algorithm().title())
            .texts(summary, subgroups, heldOut()));
  }

  private String heldOut() {
    return "%d examples, which are %s. The first index date is %s. None of the patients is among those of the %d examples that it was learned of.%s"
        .formatted(
            counts.heldOut(),
            plan.heldOut().described(),
            counts.from(),
            counts.training(),
            description.synthetic() ? " The patients are made up." : "");
  }

  private CoefficientSource source() {
    return new CoefficientSource(
        "Learned by this server, not published: %s with %s, chosen of %d trials by %d-fold"
                .formatted(
                    algorithm().title(),
                    record.hyperparameters(),
                    fitted.found().trials().size(),
                    plan.folds())
            + " cross-validation in which no patient is in two folds.",
        "The same data (SHA-256 %s), seed (%d) and libraries (%s) give the same file again."
            .formatted(record.data(), record.seed(), record.libraries()));
  }

  private String evidence() {
    Map<String, Typical> typical = fitted.fit().typical();
    if (typical.isEmpty()) {
      return "Inputs for which the definition assumes nothing must be there; no example that the"
          + " model was learned of lacked one.";
    }
    return "The model has learned of examples that lacked %s; without others for which the"
            .formatted(String.join(", ", typical.keySet().stream().sorted().toList()))
        + " definition assumes nothing there is no score. Each result names what was missing.";
  }

  private ModelInput withAbsence(ModelInput input) {
    Typical usual = fitted.fit().typical().get(input.name());
    if (usual == null) {
      return input;
    }
    return new ModelInput(
        input.name(),
        input.title(),
        input.definition(),
        input.kind(),
        input.unit(),
        input.range(),
        input.categoryTitles(),
        Optional.of(
            new ModelInput.Assumption(
                usual.value(),
                "%d of %d examples that the model was learned of lacked it. %s"
                    .formatted(usual.missing(), counts.training(), absence()))));
  }

  private String absence() {
    return switch (algorithm().missing(plan.missing())) {
      case IMPUTED -> "The most usual value of the others stands for it.";
      case INDICATED ->
          "The most usual value of the others stands for it, and the model has a weight of its own"
              + " for its being missing.";
      case LEFT ->
          "The model computes with its being missing, not with a value; the most usual value of"
              + " the others is only what it is compared with.";
    };
  }
}
