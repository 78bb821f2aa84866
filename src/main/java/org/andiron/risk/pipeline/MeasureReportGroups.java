package org.andiron.risk.pipeline;

import java.util.Date;
import java.util.Locale;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.EvaluatedModel;
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
 * A MeasureReport on an evaluation while it is made: a group for each figure, its {@code
 * measureScore} with the interval of the bootstrap as extension. A figure that there is not has
 * {@code data-absent-reason} and, as its unit, why.
 */
final class MeasureReportGroups {

  /** The unit of figures that have none, in UCUM. */
  static final String PLAIN = "1";

  private static final String MEASURE = "urn:andiron:measure:risk-model-evaluation";
  private static final String POPULATION =
      "http://terminology.hl7.org/CodeSystem/measure-population";
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String INTERVAL =
      "https://andiron.org/fhir/StructureDefinition/risk-interval";
  private static final String DATA_ABSENT =
      "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  private final MeasureReport report = new MeasureReport();
  private final double level;

  /**
   * @param level of the intervals
   */
  MeasureReportGroups(double level) {
    this.level = level;
  }

  MeasureReport report() {
    return report;
  }

  /** Says of which model and time it is. */
  void begin(ModelCard card, EvaluatedModel model) {
    Date evaluated = Date.from(model.evaluated());
    report.setStatus(MeasureReportStatus.COMPLETE);
    report.setType(MeasureReportType.SUMMARY);
    report.setMeasure(MEASURE);
    report.addIdentifier().setSystem(card.url()).setValue(card.version());
    report.setDate(evaluated);
    report.setPeriod(new Period().setStart(evaluated).setEnd(evaluated));
    if (model.synthetic()) {
      report
          .getMeta()
          .addSecurity()
          .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActReason")
          .setCode("HTEST");
    }
  }

  MeasureReportGroupComponent group(String name) {
    return report.addGroup().setCode(new CodeableConcept().setText(name));
  }

  /**
   * A group with a figure.
   *
   * @param unit in UCUM
   */
  MeasureReportGroupComponent group(String name, Estimate figure, String unit) {
    return group(name).setMeasureScore(quantity(figure, unit));
  }

  static void population(MeasureReportGroupComponent group, String code, int count) {
    group.addPopulation().setCode(code(code)).setCount(count);
  }

  static void counted(MeasureReportGroupComponent group, String name, int count) {
    group.addPopulation().setCode(new CodeableConcept().setText(name)).setCount(count);
  }

  static CodeableConcept code(String population) {
    return new CodeableConcept(new Coding(POPULATION, population, null));
  }

  static MeasureReportGroupStratifierComponent stratifier(
      MeasureReportGroupComponent group, String by) {
    MeasureReportGroupStratifierComponent stratifier = group.addStratifier();
    stratifier.addCode().setText(by);
    return stratifier;
  }

  static StratifierGroupComponent stratum(
      MeasureReportGroupStratifierComponent stratifier, String value) {
    return stratifier.addStratum().setValue(new CodeableConcept().setText(value));
  }

  static StratifierGroupComponent stratum(
      MeasureReportGroupStratifierComponent stratifier, String value, int rows) {
    StratifierGroupComponent stratum = stratum(stratifier, value);
    stratum.addPopulation().setCode(code("initial-population")).setCount(rows);
    return stratum;
  }

  /** Adds a stratum of those whose group is not recorded, if there are any. */
  static void notRecorded(MeasureReportGroupStratifierComponent stratifier, int rows) {
    if (rows > 0) {
      stratum(stratifier, "not recorded", rows);
    }
  }

  /** A figure with its interval, or why there is none. */
  Quantity quantity(Estimate estimate, String unit) {
    if (estimate instanceof Estimate.Defined defined) {
      Quantity quantity = number(defined.value(), unit);
      defined
          .between()
          .ifPresent(
              between -> {
                Extension interval = quantity.addExtension().setUrl(INTERVAL);
                interval.addExtension("low", new DecimalType(between.low()));
                interval.addExtension("high", new DecimalType(between.high()));
                interval.addExtension("level", new DecimalType(level));
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

  static Quantity number(double value, String unit) {
    return new Quantity(value).setSystem(UCUM).setCode(unit);
  }
}
