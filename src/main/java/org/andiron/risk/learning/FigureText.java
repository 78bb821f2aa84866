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
import org.andiron.risk.evaluation.PermutedOutcomes;
import org.andiron.risk.evaluation.QuantityComparison;
import org.andiron.risk.evaluation.QuantityErrors;
import org.andiron.risk.evaluation.QuantityGap;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.evaluation.QuantitySubgroup;
import org.andiron.risk.evaluation.Subgroup;
import org.andiron.risk.evaluation.SubgroupComparison;

/** What the evaluation said, in a few sentences for the card. */
record FigureText(LearningCounts counts) {

  String summary(Optional<EvaluationReport> report, Optional<QuantityReport> quantities) {
    return report
        .map(this::summary)
        .or(() -> quantities.map(this::summary))
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

  private String summary(QuantityReport report) {
    QuantityErrors errors = report.evaluation().errors();
    return "On %d examples, in %s: root mean square error %s, mean absolute error %s, observed less predicted %s on average; explained variance %s, calibration slope %s.%s"
        .formatted(
            counts.heldOut(),
            report.unit(),
            amount(errors.rootMeanSquare()),
            amount(errors.meanAbsolute()),
            amount(errors.bias()),
            figure(errors.explained()),
            figure(report.evaluation().calibration().slope()),
            leakageOf(Optional.ofNullable(report.permutedOutcomes())));
  }

  private static String leakageOf(Optional<PermutedOutcomes> permuted) {
    return permuted
        .map(
            outcomes ->
                String.format(
                    Locale.ROOT,
                    " With permuted outcomes the explained variance is %.3f on average of %d"
                        + " runs%s.",
                    outcomes.mean(),
                    outcomes.explained().size(),
                    switch (outcomes.finding()) {
                      case CHANCE -> ", which is chance";
                      case LEAK -> ": the model has seen what it was to predict";
                      case UNCLEAR -> "; some are above chance, which may be chance";
                    }))
        .orElse(" Whether it leaks was not tried with permuted outcomes.");
  }

  private static String leakage(Optional<PermutedLabels> permuted) {
    return permuted
        .map(
            labels ->
                String.format(
                    Locale.ROOT,
                    " With permuted outcomes the AUROC is %.3f (standard error %.3f) on average of"
                        + " %d runs%s.",
                    labels.mean(),
                    labels.standardError(),
                    labels.aurocs().size(),
                    switch (labels.finding()) {
                      case CHANCE -> ", which is chance";
                      case LEAK -> ": the model has seen what it was to predict";
                      case TOO_FEW ->
                          ": whether the model leaks could not be told, as the examples are too few"
                              + " to tell that from chance";
                    }))
        .orElse(" Whether it leaks was not tried with permuted outcomes.");
  }

  String subgroups(Optional<EvaluationReport> report, Optional<QuantityReport> quantities) {
    List<String> sentences = new ArrayList<>();
    report
        .map(it -> it.evaluation().subgroups())
        .orElse(List.of())
        .forEach(comparison -> sentences.add(sentence(comparison)));
    quantities
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

  private static String sentence(QuantityComparison comparison) {
    List<String> groups = new ArrayList<>();
    for (QuantitySubgroup group : comparison.groups()) {
      groups.add(
          "%s: mean absolute error %s, %d examples"
              .formatted(group.value(), amount(group.meanAbsolute()), group.rows()));
    }
    for (QuantityGap gap : comparison.gaps()) {
      groups.add(
          "gap of %s between %s and %s %s"
              .formatted(gap.measured(), gap.highest(), gap.lowest(), amount(gap.difference())));
    }
    return "By %s (not recorded: %d) – %s."
        .formatted(comparison.attribute(), comparison.notRecorded(), String.join("; ", groups));
  }

  private static String figure(Estimate estimate) {
    return written(estimate, "%.3f");
  }

  /** Of any size, as its unit has it. */
  private static String amount(Estimate estimate) {
    return written(estimate, "%.3g");
  }

  private static String written(Estimate estimate, String format) {
    if (estimate instanceof Estimate.Undefined undefined) {
      return "undefined (" + undefined.reason() + ")";
    }
    Estimate.Defined defined = (Estimate.Defined) estimate;
    String value = String.format(Locale.ROOT, format, defined.value());
    return estimate
        .between()
        .map(
            interval ->
                value
                    + String.format(
                        Locale.ROOT,
                        " (" + format + " to " + format + ")",
                        interval.low(),
                        interval.high()))
        .orElse(value);
  }
}
