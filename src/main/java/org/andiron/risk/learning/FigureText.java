package org.andiron.risk.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.Gap;
import org.andiron.risk.evaluation.PermutedLabels;
import org.andiron.risk.evaluation.Subgroup;
import org.andiron.risk.evaluation.SubgroupComparison;

/** What the evaluation said, in a few sentences for the card. */
record FigureText(LearningCounts counts) {

  String summary(Optional<EvaluationReport> report, Optional<QuantityErrors> errors) {
    return report
        .map(this::summary)
        .or(() -> errors.map(this::summary))
        .orElseThrow(() -> new IllegalArgumentException("nothing was evaluated"));
  }

  private String summary(EvaluationReport report) {
    Evaluation evaluation = report.evaluation();
    return "On %d examples, %d with the outcome: AUROC %s, Brier score %s, calibration intercept %s and slope %s.%s"
        .formatted(
            counts.heldOut(),
            counts.heldOutEvents(),
            figure(evaluation.discrimination().auroc()),
            figure(evaluation.overall().brier()),
            figure(evaluation.calibration().intercept()),
            figure(evaluation.calibration().slope()),
            leakage(Optional.ofNullable(report.permutedLabels())));
  }

  private String summary(QuantityErrors errors) {
    return String.format(
        Locale.ROOT,
        "On %d examples: root mean square error %.3g, mean absolute error %.3g, explained variance"
            + " %.3f.",
        counts.heldOut(),
        errors.rootMeanSquare(),
        errors.meanAbsolute(),
        errors.explained());
  }

  private static String leakage(Optional<PermutedLabels> permuted) {
    return permuted
        .map(
            labels ->
                String.format(
                    Locale.ROOT,
                    " With permuted outcomes the AUROC is %.3f on average of %d runs%s.",
                    labels.mean(),
                    labels.aurocs().size(),
                    switch (labels.finding()) {
                      case CHANCE -> ", which is chance";
                      case LEAK -> ": the model has seen what it was to predict";
                      case TOO_FEW -> "; the examples are too few to tell that from chance";
                    }))
        .orElse(" Whether it leaks was not tried with permuted outcomes.");
  }

  String subgroups(Optional<EvaluationReport> report) {
    List<String> sentences = new ArrayList<>();
    report
        .map(it -> it.evaluation().subgroups())
        .orElse(List.of())
        .forEach(comparison -> sentences.add(sentence(comparison)));
    return sentences.isEmpty()
        ? "Not compared: no groups of the patients were given."
        : String.join(" ", sentences);
  }

  private static String sentence(SubgroupComparison comparison) {
    List<String> groups = new ArrayList<>();
    for (Subgroup group : comparison.groups()) {
      groups.add(
          "%s: AUROC %s, %d of %d with the outcome"
              .formatted(group.value(), figure(group.auroc()), group.events(), group.rows()));
    }
    for (Gap gap : comparison.gaps()) {
      groups.add(
          "gap of %s between %s and %s %s"
              .formatted(gap.measured(), gap.highest(), gap.lowest(), figure(gap.difference())));
    }
    return "By %s (not recorded: %d) – %s."
        .formatted(comparison.attribute(), comparison.notRecorded(), String.join("; ", groups));
  }

  private static String figure(Estimate estimate) {
    if (estimate instanceof Estimate.Undefined undefined) {
      return "undefined (" + undefined.reason() + ")";
    }
    Estimate.Defined defined = (Estimate.Defined) estimate;
    String value = String.format(Locale.ROOT, "%.3f", defined.value());
    return estimate
        .between()
        .map(
            interval ->
                value
                    + String.format(
                        Locale.ROOT, " (%.3f to %.3f)", interval.low(), interval.high()))
        .orElse(value);
  }
}
