package org.andiron.risk.pipeline;

import ca.uhn.fhir.context.FhirContext;
import java.util.function.Function;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.PermutedOutcomes;
import org.andiron.risk.evaluation.QuantityComparison;
import org.andiron.risk.evaluation.QuantityErrors;
import org.andiron.risk.evaluation.QuantityEvaluation;
import org.andiron.risk.evaluation.QuantityGap.Measured;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.evaluation.QuantitySample;
import org.andiron.risk.evaluation.QuantitySubgroup;
import org.andiron.risk.model.ModelCard;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupStratifierComponent;

/**
 * The figures of an evaluation of a number as a MeasureReport, as {@link EvaluationMeasureReport}
 * has those of what comes or not. Errors are in the unit of the outcome.
 */
final class QuantityMeasureReport {

  private final QuantityReport content;
  private final QuantityEvaluation evaluation;
  private final MeasureReportGroups groups;

  private QuantityMeasureReport(QuantityReport content) {
    this.content = content;
    this.evaluation = content.evaluation();
    this.groups = new MeasureReportGroups(evaluation.settings().level());
  }

  /** The report as JSON, in one line. */
  static String encode(ModelCard card, QuantityReport content) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .encodeResourceToString(new QuantityMeasureReport(content).of(card));
  }

  private MeasureReport of(ModelCard card) {
    groups.begin(card, content.model());
    sample();
    QuantityErrors errors = evaluation.errors();
    stratified(
        figure("root mean squared error", errors.rootMeanSquare()),
        QuantitySubgroup::rootMeanSquare);
    compared(
        figure("mean absolute error", errors.meanAbsolute()),
        Measured.MEAN_ABSOLUTE,
        QuantitySubgroup::meanAbsolute);
    figure("median absolute error", errors.medianAbsolute());
    compared(
        figure("observed less predicted", errors.bias()), Measured.BIAS, QuantitySubgroup::bias);
    groups.group("R squared", errors.explained(), MeasureReportGroups.PLAIN);
    figure("calibration intercept", evaluation.calibration().intercept());
    groups.group("calibration slope", evaluation.calibration().slope(), MeasureReportGroups.PLAIN);
    permutedOutcomes();
    return groups.report();
  }

  private void sample() {
    QuantitySample sample = evaluation.sample();
    MeasureReportGroupComponent group = groups.group("outcome");
    MeasureReportGroups.population(group, "initial-population", sample.rows());
    MeasureReportGroups.counted(group, "patients", sample.patients());
    amount(group, sample.meanObserved());
    for (QuantityComparison attribute : evaluation.subgroups()) {
      MeasureReportGroupStratifierComponent stratifier =
          MeasureReportGroups.stratifier(group, attribute.attribute());
      attribute
          .groups()
          .forEach(its -> MeasureReportGroups.stratum(stratifier, its.value(), its.rows()));
      MeasureReportGroups.notRecorded(stratifier, attribute.notRecorded());
    }
    amount(groups.group("standard deviation of the outcome"), sample.deviation());
    amount(groups.group("mean prediction"), sample.meanPrediction());
    amount(groups.group("mean outcome of the training"), sample.trainingMean());
  }

  private void amount(MeasureReportGroupComponent group, double value) {
    group.setMeasureScore(MeasureReportGroups.number(value, content.unit()));
  }

  private MeasureReportGroupComponent figure(String name, Estimate figure) {
    return groups.group(name, figure, content.unit());
  }

  /** By groups of patients, and how far apart they are. */
  private void compared(
      MeasureReportGroupComponent group,
      Measured measured,
      Function<QuantitySubgroup, Estimate> figure) {
    stratified(group, figure);
    for (QuantityComparison attribute : evaluation.subgroups()) {
      attribute.gaps().stream()
          .filter(it -> it.measured() == measured)
          .forEach(
              gap ->
                  figure(
                      "largest difference of %s by %s: %s less %s"
                          .formatted(
                              group.getCode().getText(),
                              attribute.attribute(),
                              gap.highest(),
                              gap.lowest()),
                      gap.difference()));
    }
  }

  private void stratified(
      MeasureReportGroupComponent group, Function<QuantitySubgroup, Estimate> figure) {
    for (QuantityComparison attribute : evaluation.subgroups()) {
      MeasureReportGroupStratifierComponent stratifier =
          MeasureReportGroups.stratifier(group, attribute.attribute());
      attribute
          .groups()
          .forEach(
              its ->
                  MeasureReportGroups.stratum(stratifier, its.value(), its.rows())
                      .setMeasureScore(groups.quantity(figure.apply(its), content.unit())));
    }
  }

  private void permutedOutcomes() {
    PermutedOutcomes permuted = content.permutedOutcomes();
    if (permuted != null) {
      MeasureReportGroupComponent group = groups.group("R squared with permuted outcomes");
      MeasureReportGroups.counted(group, "runs", permuted.explained().size());
      group.setMeasureScore(MeasureReportGroups.number(permuted.mean(), MeasureReportGroups.PLAIN));
    }
  }
}
