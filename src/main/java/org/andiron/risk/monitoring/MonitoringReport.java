package org.andiron.risk.monitoring;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.evaluation.CalibrationLine;
import org.andiron.risk.evaluation.monitoring.BinCounts;
import org.andiron.risk.evaluation.monitoring.CalibrationDrift;
import org.andiron.risk.evaluation.monitoring.Counted;
import org.andiron.risk.evaluation.monitoring.Stability;
import org.andiron.risk.feedback.FeedbackCounts;
import org.andiron.risk.model.ModelCard;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupStratifierComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportStatus;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportType;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * How a model did on a day, as a MeasureReport. Its groups: {@code answers} (asked, scored, and
 * refusals by reason), {@code score}, {@code input NAME} for each (asked, of these missing; the
 * measure score is the population stability index), {@code resources without a known code} by type,
 * for each outcome of which something is known {@code outcome ID} (known, come about; observed to
 * expected; for each group the calibration in the large), {@code calibration intercept of ID} and
 * {@code calibration slope of ID}; {@code feedback} (cards of which users said something, of these
 * accepted; overridden by reason) and {@code limits passed}.
 */
final class MonitoringReport {

  private static final String MEASURE = "urn:andiron:measure:risk-model-monitoring";
  private static final String POPULATION =
      "http://terminology.hl7.org/CodeSystem/measure-population";

  private static final String DATA_ABSENT =
      "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  private MonitoringReport() {}

  /**
   * Builds the report.
   *
   * @param reference with what the day is compared; without one there are no stability indexes
   * @param rows all outcomes that are known
   * @param feedback all that users said
   * @param findings limits that are passed
   */
  static MeasureReport of(
      ModelCard card,
      LocalDate day,
      DayCounts counts,
      Optional<Reference> reference,
      List<OutcomeStore.Row> rows,
      FeedbackCounts feedback,
      List<Finding> findings) {
    MeasureReport report = new MeasureReport();
    report.setStatus(MeasureReportStatus.COMPLETE);
    report.setType(MeasureReportType.SUMMARY);
    report.setMeasure(MEASURE);
    report.addIdentifier().setSystem(card.url()).setValue(card.version());
    Date begin = Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    Date end = Date.from(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1));
    report.setPeriod(new Period().setStart(begin).setEnd(end));
    answers(report, counts);
    Counted before = reference.map(Reference::comparable).orElse(null);
    Counted now = reference.map(it -> it.comparable(counts)).orElse(null);
    compared(report, "score", counts.scores(), before == null ? null : before.scores());
    counts
        .features()
        .forEach(
            (name, its) ->
                compared(
                    report,
                    "input " + name,
                    its,
                    before == null ? null : before.features().get(name)));
    if (before != null && now != null) {
      now.units()
          .forEach(
              (name, its) -> compared(report, "units of " + name, its, before.units().get(name)));
    }
    unmapped(report, counts);
    OutcomeCounts.of(rows).forEach((outcome, known) -> outcome(report, outcome, known, rows));
    feedback(report, feedback);
    limits(report, findings);
    return report;
  }

  private static void answers(MeasureReport report, DayCounts counts) {
    MeasureReportGroupComponent group = group(report, "answers");
    population(group, "initial-population", counts.asked());
    population(group, "numerator", counts.scored());
    if (!counts.refusals().isEmpty()) {
      MeasureReportGroupStratifierComponent refusals = group.addStratifier();
      refusals.addCode().setText("refusals");
      counts.refusals().forEach((reason, count) -> stratum(refusals, reason, count));
    }
  }

  private static void unmapped(MeasureReport report, DayCounts counts) {
    if (counts.unmapped().isEmpty()) {
      return;
    }
    MeasureReportGroupComponent group = group(report, "resources without a known code");
    population(
        group,
        "initial-population",
        counts.unmapped().values().stream().mapToLong(Long::longValue).sum());
    MeasureReportGroupStratifierComponent types = group.addStratifier();
    types.addCode().setText("types");
    counts.unmapped().forEach((type, count) -> stratum(types, type, count));
  }

  private static void compared(
      MeasureReport report, String name, BinCounts counts, @Nullable BinCounts before) {
    MeasureReportGroupComponent group = group(report, name);
    population(group, "initial-population", counts.total());
    group
        .addPopulation()
        .setCode(new CodeableConcept().setText("missing"))
        .setCount(Math.toIntExact(counts.missing()));
    if (before != null) {
      Stability.of(before, counts).ifPresent(it -> group.setMeasureScore(number(it.index())));
    }
  }

  private static void outcome(
      MeasureReport report, String outcome, OutcomeCounts known, List<OutcomeStore.Row> rows) {
    CalibrationDrift calibration = known.calibration();
    MeasureReportGroupComponent group = group(report, "outcome " + outcome);
    population(group, "initial-population", calibration.outcomes());
    population(group, "numerator", calibration.observed());
    if (calibration.expected() > 0) {
      group.setMeasureScore(number(calibration.observed() / calibration.expected()));
    }
    known.groups().forEach((attribute, its) -> groups(group, attribute, its));
    long without = calibration.outcomes() - calibration.observed();
    if (Math.min(calibration.observed(), without) >= Findings.FEWEST_EVENTS) {
      List<OutcomeStore.Row> own =
          rows.stream().filter(it -> it.outcome().equals(outcome)).toList();
      boolean[] came = new boolean[own.size()];
      for (int i = 0; i < came.length; i++) {
        came[i] = own.get(i).came();
      }
      CalibrationLine.of(own.stream().mapToDouble(OutcomeStore.Row::probability).toArray(), came)
          .ifPresent(
              line -> {
                group(report, "calibration intercept of " + outcome)
                    .setMeasureScore(number(line.intercept()));
                group(report, "calibration slope of " + outcome)
                    .setMeasureScore(number(line.slope()));
              });
    }
  }

  /** By how much more often it came about than was predicted, for each group of enough. */
  private static void groups(
      MeasureReportGroupComponent group, String attribute, Map<String, GroupOutcomes> its) {
    MeasureReportGroupStratifierComponent stratifier = group.addStratifier();
    stratifier.addCode().setText(attribute);
    its.forEach(
        (name, counts) -> {
          StratifierGroupComponent stratum = stratifier.addStratum();
          stratum.setValue(new CodeableConcept().setText(name));
          stratum
              .addPopulation()
              .setCode(new CodeableConcept(new Coding(POPULATION, "initial-population", null)))
              .setCount(Math.toIntExact(counts.outcomes()));
          stratum
              .addPopulation()
              .setCode(new CodeableConcept(new Coding(POPULATION, "numerator", null)))
              .setCount(Math.toIntExact(counts.observed()));
          stratum.setMeasureScore(
              counts.observed() >= Findings.FEWEST_EVENTS
                  ? number(counts.difference())
                  : insufficient());
        });
  }

  private static Quantity insufficient() {
    Quantity none = new Quantity().setUnit("insufficient");
    none.addExtension(DATA_ABSENT, new CodeType("not-performed"));
    return none;
  }

  private static void feedback(MeasureReport report, FeedbackCounts feedback) {
    if (feedback.total() == 0) {
      return;
    }
    MeasureReportGroupComponent group = group(report, "feedback");
    population(group, "initial-population", feedback.total());
    population(group, "numerator", feedback.accepted());
    if (!feedback.overridden().isEmpty()) {
      MeasureReportGroupStratifierComponent overridden = group.addStratifier();
      overridden.addCode().setText("overridden");
      feedback
          .overridden()
          .forEach(
              (reason, count) ->
                  stratum(overridden, reason.isEmpty() ? "no reason given" : reason, count));
    }
  }

  private static void limits(MeasureReport report, List<Finding> findings) {
    MeasureReportGroupComponent group = group(report, "limits passed");
    population(group, "initial-population", findings.size());
    if (findings.isEmpty()) {
      return;
    }
    MeasureReportGroupStratifierComponent which = group.addStratifier();
    which.addCode().setText("limit");
    for (Finding finding : findings) {
      StratifierGroupComponent stratum = which.addStratum();
      stratum.setValue(new CodeableConcept().setText(FindingWords.of(finding)));
      stratum.setMeasureScore(number(finding.value()));
    }
  }

  private static MeasureReportGroupComponent group(MeasureReport report, String name) {
    return report.addGroup().setCode(new CodeableConcept().setText(name));
  }

  private static void population(MeasureReportGroupComponent group, String code, long count) {
    group
        .addPopulation()
        .setCode(new CodeableConcept(new Coding(POPULATION, code, null)))
        .setCount(Math.toIntExact(count));
  }

  private static void stratum(
      MeasureReportGroupStratifierComponent stratifier, String value, long count) {
    stratifier
        .addStratum()
        .setValue(new CodeableConcept().setText(value))
        .addPopulation()
        .setCode(new CodeableConcept(new Coding(POPULATION, "initial-population", null)))
        .setCount(Math.toIntExact(count));
  }

  private static Quantity number(double value) {
    return new Quantity(value).setSystem("http://unitsofmeasure.org").setCode("1");
  }
}
