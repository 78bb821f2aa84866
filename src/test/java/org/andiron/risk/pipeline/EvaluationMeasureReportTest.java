package org.andiron.risk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.andiron.risk.Installed;
import org.andiron.risk.assessment.Conformance;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.Reports;
import org.andiron.risk.evaluation.Subgroup;
import org.andiron.risk.model.ModelCard;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupPopulationComponent;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.api.Test;

class EvaluationMeasureReportTest {

  private static final String INTERVAL =
      "https://andiron.org/fhir/StructureDefinition/risk-interval";

  private final ModelCard card = Installed.model("lace").content().model().card();

  private MeasureReport of(EvaluationReport report) {
    return Conformance.valid(
        FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(MeasureReport.class, EvaluationMeasureReport.encode(card, report)));
  }

  private static MeasureReportGroupComponent group(MeasureReport report, String name) {
    return report.getGroup().stream()
        .filter(it -> it.getCode().getText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no group " + name));
  }

  private static void assertSame(Quantity quantity, Estimate figure) {
    Estimate.Defined defined = (Estimate.Defined) figure;
    assertThat(quantity.getValue().doubleValue()).isEqualTo(defined.value());
    assertThat(quantity.getCode()).isEqualTo("1");
    var interval = quantity.getExtensionByUrl(INTERVAL);
    assertThat(interval.getExtensionString("level")).isEqualTo("0.95");
    assertThat(Double.parseDouble(interval.getExtensionString("low")))
        .isEqualTo(defined.between().orElseThrow().low());
    assertThat(Double.parseDouble(interval.getExtensionString("high")))
        .isEqualTo(defined.between().orElseThrow().high());
  }

  @Test
  void saysWhatTheReportSays() {
    EvaluationReport content = Reports.typical(4000, 100);
    MeasureReport report = of(content);

    assertThat(report.getIdentifierFirstRep().getValue()).isEqualTo(card.version());
    assertThat(report.getDate()).isEqualTo(content.model().evaluated());
    assertThat(report.getMeta().getSecurityFirstRep().getCode()).isEqualTo("HTEST");
    var evaluation = content.evaluation();
    assertThat(group(report, "outcome").getPopulation())
        .extracting(MeasureReportGroupPopulationComponent::getCount)
        .startsWith(evaluation.sample().rows(), evaluation.sample().events());
    assertSame(group(report, "AUROC").getMeasureScore(), evaluation.discrimination().auroc());
    assertSame(group(report, "AUPRC").getMeasureScore(), evaluation.discrimination().auprc());
    assertSame(group(report, "Brier score").getMeasureScore(), evaluation.overall().brier());
    assertSame(
        group(report, "calibration slope").getMeasureScore(), evaluation.calibration().slope());
    assertSame(
        group(report, "calibration intercept").getMeasureScore(),
        evaluation.calibration().intercept());
    assertSame(
        group(report, "expected calibration error").getMeasureScore(),
        evaluation.calibration().expectedError());
    var from = evaluation.thresholds().get(1);
    assertSame(group(report, "accuracy from 0.1").getMeasureScore(), from.accuracy());
    assertSame(group(report, "precision from 0.1").getMeasureScore(), from.precision());
    assertSame(group(report, "recall from 0.1").getMeasureScore(), from.recall());
    assertSame(group(report, "specificity from 0.1").getMeasureScore(), from.specificity());
    assertSame(group(report, "F1 from 0.1").getMeasureScore(), from.f1());
    var curve = evaluation.decisionCurve();
    List<StratifierGroupComponent> benefit =
        group(report, "net benefit").getStratifierFirstRep().getStratum();
    assertThat(benefit).hasSameSizeAs(curve);
    assertThat(benefit.get(10).getMeasureScore().getValue().doubleValue())
        .isEqualTo(curve.get(10).model().figure().orElseThrow());
  }

  @Test
  void groupsOfPatientsAreStrataAndSmallOnesHaveCountsAlone() {
    EvaluationReport content = Reports.typical(1200, 20);
    MeasureReport report = of(content);
    var race = content.evaluation().subgroups().get(2);
    assertThat(race.attribute()).isEqualTo("race");

    var stratifier = group(report, "AUROC").getStratifier().get(2);

    assertThat(stratifier.getCodeFirstRep().getText()).isEqualTo("race");
    assertThat(stratifier.getStratum()).hasSameSizeAs(race.groups());
    assertThat(race.groups())
        .extracting(Subgroup::auroc)
        .anyMatch(Estimate.Undefined.class::isInstance);
    for (int i = 0; i < race.groups().size(); i++) {
      Subgroup its = race.groups().get(i);
      StratifierGroupComponent stratum = stratifier.getStratum().get(i);
      assertThat(stratum.getValue().getText()).isEqualTo(its.value());
      assertThat(stratum.getPopulationFirstRep().getCount()).isEqualTo(its.rows());
      if (its.auroc() instanceof Estimate.Defined) {
        assertSame(stratum.getMeasureScore(), its.auroc());
      } else {
        assertThat(stratum.getMeasureScore().getUnit()).isEqualTo("insufficient");
        assertThat(stratum.getMeasureScore().hasValue()).isFalse();
      }
    }
  }

  @Test
  void whatThereIsNoFigureOfSaysWhy() {
    MeasureReport report = of(Reports.withoutEvents());

    Quantity none = group(report, "AUROC").getMeasureScore();
    assertThat(none.hasValue()).isFalse();
    assertThat(none.getUnit()).isEqualTo("no events");
    assertThat(report.getMeta().hasSecurity()).isFalse();
  }
}
