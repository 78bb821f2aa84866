package org.andiron.risk.pipeline;

import ca.uhn.fhir.context.FhirContext;
import java.util.Date;
import java.util.Locale;
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
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupStratifierComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportStatus;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportType;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Period;
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

  private static final String MEASURE = "urn:andiron:measure:risk-model-evaluation";
  private static final String POPULATION =
      "http://terminology.hl7.org/CodeSystem/measure-population";
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String INTERVAL =
      "https://andiron.org/fhir/StructureDefinition/risk-interval";
  private static final String DATA_ABSENT =
      "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  private final EvaluationReport content;
  private final Evaluation evaluation;
  private final MeasureReport report = new MeasureReport();

  private EvaluationMeasureReport(EvaluationReport content) {
    this.content = content;
    this.evaluation = content.evaluation();
  }

  /** The report as JSON, in one line. */
  static String encode(ModelCard card, EvaluationReport content) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .encodeResourceToString(new EvaluationMeasureReport(content).of(card));
  }

  private MeasureReport of(ModelCard card) {
    Date evaluated = Date.from(content.model().evaluated());
    report.setStatus(MeasureReportStatus.COMPLETE);
    report.setType(MeasureReportType.SUMMARY);
    report.setMeasure(MEASURE);
    report.addIdentifier().setSystem(card.url()).setValue(card.version());
    report.setDate(evaluated);
    report.setPeriod(new Period().setStart(evaluated).setEnd(evaluated));
    if (content.model().synthetic()) {
      report
          .getMeta()
          .addSecurity()
          .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActReason")
          .setCode("HTEST");
    }
    sample();
    overall();
    calibration();
    evaluation.thresholds().forEach(this::threshold);
    netBenefit();
    permutedLabels();
    return report;
  }

  private void sample() {
    SampleSize sample = evaluation.sample();
    MeasureReportGroupComponent group = group("outcome");
    population(group, "initial-population", sample.rows());
    population(group, "numerator", sample.events());
    group
        .addPopulation()
        .setCode(new CodeableConcept().setText("patients"))
        .setCount(sample.patients());
    group.setMeasureScore(number(sample.frequency()));
    for (SubgroupComparison attribute : evaluation.subgroups()) {
      MeasureReportGroupStratifierComponent stratifier = stratifier(group, attribute.attribute());
      for (Subgroup its : attribute.groups()) {
        stratum(stratifier, its);
      }
      if (attribute.notRecorded() > 0) {
        stratifier
            .addStratum()
            .setValue(new CodeableConcept().setText("not recorded"))
            .addPopulation()
            .setCode(code("initial-population"))
            .setCount(attribute.notRecorded());
      }
    }
    group("mean prediction").setMeasureScore(number(sample.meanPrediction()));
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
    counted(accuracy, "true positive", from.truePositives());
    counted(accuracy, "false positive", from.falsePositives());
    counted(accuracy, "true negative", from.trueNegatives());
    counted(accuracy, "false negative", from.falseNegatives());
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
        stratifier(group("net benefit"), "threshold");
    MeasureReportGroupStratifierComponent everybody =
        stratifier(group("net benefit of treating everybody"), "threshold");
    for (DecisionPoint point : evaluation.decisionCurve()) {
      String threshold = String.valueOf(point.threshold());
      stratum(thresholds, threshold).setMeasureScore(quantity(point.model()));
      stratum(everybody, threshold).setMeasureScore(quantity(point.everybody()));
    }
  }

  private void permutedLabels() {
    PermutedLabels permuted = content.permutedLabels();
    if (permuted != null) {
      MeasureReportGroupComponent group = group("AUROC with permuted outcomes");
      counted(group, "runs", permuted.aurocs().size());
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
                  group(
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
      MeasureReportGroupStratifierComponent stratifier = stratifier(group, attribute.attribute());
      attribute
          .groups()
          .forEach(its -> stratum(stratifier, its).setMeasureScore(quantity(figure.apply(its))));
    }
  }

  private MeasureReportGroupComponent figure(String name, Estimate figure) {
    return group(name).setMeasureScore(quantity(figure));
  }

  private MeasureReportGroupComponent group(String name) {
    return report.addGroup().setCode(new CodeableConcept().setText(name));
  }

  private static void population(MeasureReportGroupComponent group, String code, int count) {
    group.addPopulation().setCode(code(code)).setCount(count);
  }

  private static void counted(MeasureReportGroupComponent group, String name, int count) {
    group.addPopulation().setCode(new CodeableConcept().setText(name)).setCount(count);
  }

  private static CodeableConcept code(String population) {
    return new CodeableConcept(new Coding(POPULATION, population, null));
  }

  private static MeasureReportGroupStratifierComponent stratifier(
      MeasureReportGroupComponent group, String by) {
    MeasureReportGroupStratifierComponent stratifier = group.addStratifier();
    stratifier.addCode().setText(by);
    return stratifier;
  }

  private static StratifierGroupComponent stratum(
      MeasureReportGroupStratifierComponent stratifier, String value) {
    return stratifier.addStratum().setValue(new CodeableConcept().setText(value));
  }

  private static StratifierGroupComponent stratum(
      MeasureReportGroupStratifierComponent stratifier, Subgroup its) {
    StratifierGroupComponent stratum = stratum(stratifier, its.value());
    stratum.addPopulation().setCode(code("initial-population")).setCount(its.rows());
    stratum.addPopulation().setCode(code("numerator")).setCount(its.events());
    return stratum;
  }

  private Quantity quantity(Estimate estimate) {
    if (estimate instanceof Estimate.Defined defined) {
      Quantity quantity = number(defined.value());
      defined
          .between()
          .ifPresent(
              between -> {
                Extension interval = quantity.addExtension().setUrl(INTERVAL);
                interval.addExtension("low", new DecimalType(between.low()));
                interval.addExtension("high", new DecimalType(between.high()));
                interval.addExtension("level", new DecimalType(evaluation.settings().level()));
              });
      return quantity;
    }
    Estimate.Undefined undefined = (Estimate.Undefined) estimate;
    Quantity none =
        new Quantity()
            .setUnit(undefined.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    none.addExtension(DATA_ABSENT, new CodeType("not-performed"));
    return none;
  }

  private static Quantity number(double value) {
    return new Quantity(value).setSystem(UCUM).setCode("1");
  }
}
