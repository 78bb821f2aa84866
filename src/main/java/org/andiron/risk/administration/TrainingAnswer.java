package org.andiron.risk.administration;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.andiron.risk.trainingjob.TrainingReport;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UrlType;
import org.jspecify.annotations.Nullable;

/** What came of a training, as FHIR. */
final class TrainingAnswer {

  private TrainingAnswer() {}

  /** What was registered, of whom it was learned and how good it is. */
  static Parameters registered(TrainingReport report, String base) {
    Parameters answer = new Parameters();
    text(answer, "model", report.model());
    text(answer, "version", report.version());
    text(answer, "digest", report.digest());
    answer.addParameter().setName("state").setValue(new CodeType(report.state()));
    text(answer, "data", report.data());
    text(answer, "evaluation", report.evaluation());
    answer
        .addParameter()
        .setName("report")
        .setValue(
            new UrlType(
                "%s/%s?model=%s&version=%s"
                    .formatted(
                        base,
                        ModelReportOperation.NAME,
                        encoded(report.model()),
                        encoded(report.version()))));
    for (TrainingReport.Figure figure : report.flow()) {
      ParametersParameterComponent line = answer.addParameter().setName("flow");
      line.addPart().setName("code").setValue(new CodeType(figure.code()));
      line.addPart().setName("text").setValue(new StringType(figure.text()));
      line.addPart().setName("count").setValue(new IntegerType(Math.toIntExact(figure.count())));
    }
    return answer;
  }

  /** Why nothing was registered, and what became of the cohort. */
  static OperationOutcome refused(TrainingReport report) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.ERROR)
        .setCode(IssueType.BUSINESSRULE)
        .setDiagnostics("Nothing was registered: " + report.refusal());
    if (!report.flow().isEmpty()) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.INFORMATION)
          .setCode(IssueType.INFORMATIONAL)
          .setDiagnostics(
              report.flow().stream()
                  .map(it -> it.text() + " " + it.count())
                  .collect(Collectors.joining("; ")));
    }
    return outcome;
  }

  private static void text(Parameters answer, String name, @Nullable String value) {
    if (value != null) {
      answer.addParameter().setName(name).setValue(new StringType(value));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
