package org.andiron.risk.pipeline;

import ca.uhn.fhir.context.FhirContext;
import java.util.function.Function;
import org.andiron.risk.evaluation.Calibration;
import org.andiron.risk.evaluation.DecisionPoint;
import org.andiron.risk.evaluation.Discrimination;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.Gap.Measured;
import org.andiron.risk.evaluation.PermutedLabels;
import org.andiron.risk.evaluation.SampleSize;
import org.andiron.risk.evaluation.Subgroup;
import org.andiron.risk.evaluation.SubgroupComparison;
import org.andiron.risk.evaluation.ThresholdPerformance;
import org.andiron.risk.model.ModelCard;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupStratifierComponent;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Quantity;

/**
 * The figures of an evaluation as a MeasureReport: a group for each, its {@code measureScore} with
 * the interval of the bootstrap as extension, stratified by the groups of patients and, for {@code
 * net benefit}, by thresholds. A figure that there is not has {@code data-absent-reason} and, as
 * its unit, why. Curves and bars are in the report as JSON alone.
 *
 * @see <a href="https://hl7.org/fhir/R4/measurereport.html">MeasureReport</a>
 */
final class EvaluationMeasureReport {

  private final EvaluationReport content;
  private final Evaluation evaluation;
  private final MeasureReportGroups groups;

  private EvaluationMeasureReport(EvaluationReport content) {
    this.content = content;
    this.evaluation = content.evaluation();
    this.groups = new MeasureReportGroups(evaluation.settings().level());
  }

  /** The report as JSON, in one line. */
  static String encode(ModelCard card, EvaluationReport content) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .encodeResourceToString(new EvaluationMeasureReport(content).of(card));
  }

  private MeasureReport of(ModelCard card) {
    groups.begin(card, content.model());
    sample();
    overall();
    calibration();
    evaluation.thresholds().forEach(this::threshold);
    netBenefit();
    permutedLabels();
    return groups.report();
  }

  private void sample() {
    SampleSize sample = evaluation.sample();
    MeasureReportGroupComponent group = groups.group("outcome");
    MeasureReportGroups.population(group, "initial-population", sample.rows());
    MeasureReportGroups.population(group, "numerator", sample.events());
    group
        .addPopulation()
        .setCode(new CodeableConcept().setText("patients"))
        .setCount(sample.patients());
    group.setMeasureScore(number(sample.frequency()));
    for (SubgroupComparison attribute : evaluation.subgroups()) {
      MeasureReportGroupStratifierComponent stratifier =
          MeasureReportGroups.stratifier(group, attribute.attribute());
      for (Subgroup its : attribute.groups()) {
        stratum(stratifier, its);
      }
      MeasureReportGroups.notRecorded(stratifier, attribute.notRecorded());
    }
    groups.group("mean prediction").setMeasureScore(number(sample.meanPrediction()));
  }

  private void overall() {
    Discrimination discrimination = evaluation.discrimination();
    compared(figure("AUROC", discrimination.auroc()), Measured.AUROC, Subgroup::auroc);
    figure("AUPRC", discrimination.auprc());
    figure("Brier score", evaluation.overall().brier());
    figure("scaled Brier score", evaluation.overall().scaledBrier());
  }

  private void calibration() {
    Calibration calibration = evaluation.calibration();
    figure("calibration intercept", calibration.intercept());
    figure("calibration slope", calibration.slope());
    figure("expected calibration error", calibration.expectedError());
    figure("integrated calibration index", calibration.integratedIndex());
    figure("observed to expected", calibration.observedToExpected());
    compared(
        figure("calibration in the large", calibration.inTheLarge()),
        Measured.IN_THE_LARGE,
        Subgroup::inTheLarge);
  }

  private void threshold(ThresholdPerformance from) {
    String at = " from " + from.threshold();
    MeasureReportGroupComponent accuracy = figure("accuracy" + at, from.accuracy());
    MeasureReportGroups.counted(accuracy, "true positive", from.truePositives());
    MeasureReportGroups.counted(accuracy, "false positive", from.falsePositives());
    MeasureReportGroups.counted(accuracy, "true negative", from.trueNegatives());
    MeasureReportGroups.counted(accuracy, "false negative", from.falseNegatives());
    figure("precision" + at, from.precision());
    MeasureReportGroupComponent recall = figure("recall" + at, from.recall());
    MeasureReportGroupComponent specificity = figure("specificity" + at, from.specificity());
    figure("negative predictive value" + at, from.negativePredictiveValue());
    figure("F1" + at, from.f1());
    if (from.threshold() == evaluation.settings().comparisonThreshold()) {
      compared(recall, Measured.RECALL, Subgroup::recall);
      stratified(specificity, Subgroup::specificity);
    }
  }

  private void netBenefit() {
    MeasureReportGroupStratifierComponent thresholds =
        MeasureReportGroups.stratifier(groups.group("net benefit"), "threshold");
    MeasureReportGroupStratifierComponent everybody =
        MeasureReportGroups.stratifier(
            groups.group("net benefit of treating everybody"), "threshold");
    for (DecisionPoint point : evaluation.decisionCurve()) {
      String threshold = String.valueOf(point.threshold());
      MeasureReportGroups.stratum(thresholds, threshold).setMeasureScore(quantity(point.model()));
      MeasureReportGroups.stratum(everybody, threshold)
          .setMeasureScore(quantity(point.everybody()));
    }
  }

  private void permutedLabels() {
    PermutedLabels permuted = content.permutedLabels();
    if (permuted != null) {
      MeasureReportGroupComponent group = groups.group("AUROC with permuted outcomes");
      MeasureReportGroups.counted(group, "runs", permuted.aurocs().size());
      group.setMeasureScore(number(permuted.mean()));
    }
  }

  /** By groups of patients, and how far apart they are. */
  private void compared(
      MeasureReportGroupComponent group, Measured measured, Function<Subgroup, Estimate> figure) {
    stratified(group, figure);
    for (SubgroupComparison attribute : evaluation.subgroups()) {
      attribute.gaps().stream()
          .filter(it -> it.measured() == measured)
          .forEach(
              gap ->
                  groups
                      .group(
                          "largest difference of %s by %s: %s less %s"
                              .formatted(
                                  group.getCode().getText(),
                                  attribute.attribute(),
                                  gap.highest(),
                                  gap.lowest()))
                      .setMeasureScore(quantity(gap.difference())));
    }
  }

  private void stratified(MeasureReportGroupComponent group, Function<Subgroup, Estimate> figure) {
    for (SubgroupComparison attribute : evaluation.subgroups()) {
      MeasureReportGroupStratifierComponent stratifier =
          MeasureReportGroups.stratifier(group, attribute.attribute());
      attribute
          .groups()
          .forEach(its -> stratum(stratifier, its).setMeasureScore(quantity(figure.apply(its))));
    }
  }

  private MeasureReportGroupComponent figure(String name, Estimate figure) {
    return groups.group(name, figure, MeasureReportGroups.PLAIN);
  }

  private static StratifierGroupComponent stratum(
      MeasureReportGroupStratifierComponent stratifier, Subgroup its) {
    StratifierGroupComponent stratum =
        MeasureReportGroups.stratum(stratifier, its.value(), its.rows());
    stratum.addPopulation().setCode(MeasureReportGroups.code("numerator")).setCount(its.events());
    return stratum;
  }

  private Quantity quantity(Estimate estimate) {
    return groups.quantity(estimate, MeasureReportGroups.PLAIN);
  }

  private static Quantity number(double value) {
    return MeasureReportGroups.number(value, MeasureReportGroups.PLAIN);
  }
}
