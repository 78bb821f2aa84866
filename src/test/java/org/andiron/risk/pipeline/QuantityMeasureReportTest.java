package org.andiron.risk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import org.andiron.risk.Installed;
import org.andiron.risk.assessment.Conformance;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.evaluation.QuantityReports;
import org.andiron.risk.model.ModelCard;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.api.Test;

class QuantityMeasureReportTest {

  private static final String INTERVAL =
      "https://andiron.org/fhir/StructureDefinition/risk-interval";

  private final ModelCard card = Installed.model("lace").content().model().card();

  private MeasureReport of(QuantityReport report) {
    return Conformance.valid(
        FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(MeasureReport.class, QuantityMeasureReport.encode(card, report)));
  }

  private static MeasureReportGroupComponent group(MeasureReport report, String name) {
    return report.getGroup().stream()
        .filter(it -> it.getCode().getText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no group " + name));
  }

  @Test
  void saysWhatTheReportSaysInItsUnit() {
    QuantityReport content = QuantityReports.typical(2000, 40);
    MeasureReport report = of(content);
    var errors = content.evaluation().errors();

    Quantity error = group(report, "root mean squared error").getMeasureScore();
    assertThat(error.getValue().doubleValue())
        .isEqualTo(errors.rootMeanSquare().figure().orElseThrow());
    assertThat(error.getCode()).isEqualTo("mm[Hg]");
    assertThat(error.getExtensionByUrl(INTERVAL).getExtensionString("low"))
        .isEqualTo(String.valueOf(errors.rootMeanSquare().between().orElseThrow().low()));
    Quantity explained = group(report, "R squared").getMeasureScore();
    assertThat(explained.getCode()).isEqualTo("1");
    assertThat(explained.getValue().doubleValue())
        .isEqualTo(errors.explained().figure().orElseThrow());

    var races = group(report, "mean absolute error").getStratifier().get(1);
    assertThat(races.getCodeFirstRep().getText()).isEqualTo("race");
    var few = races.getStratum().get(0);
    assertThat(few.getPopulationFirstRep().getCount()).isEqualTo(60);
    assertThat(few.getMeasureScore().getUnit()).isEqualTo("insufficient");
    assertThat(group(report, "outcome").getStratifier().get(1).getStratum())
        .extracting(it -> it.getValue().getText())
        .containsExactly("Asian", "White", "not recorded");
    assertThat(group(report, "R squared with permuted outcomes").getPopulationFirstRep().getCount())
        .isEqualTo(2);
    assertThat(
            group(report, "largest difference of observed less predicted by sex: male less female")
                .getMeasureScore()
                .getCode())
        .isEqualTo("mm[Hg]");
  }

  @Test
  void whatIsUndefinedSaysWhy() {
    assertThat(group(of(QuantityReports.ofOne()), "R squared").getMeasureScore().getUnit())
        .isEqualTo("nothing to explain");
  }
}
