package org.andiron.server.validation;

import ca.uhn.fhir.rest.api.EncodingEnum;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Checks the form of bodies in either representation. */
final class Structure {

  private final JsonStructure json;
  private final XmlStructure xml;
  private final int maximum;

  Structure(FhirModel model, int maximum) {
    this.json = new JsonStructure(model);
    this.xml = new XmlStructure(model);
    this.maximum = maximum;
  }

  StructureReport check(EncodingEnum encoding, byte[] body) {
    return encoding == EncodingEnum.XML ? xml.check(body, maximum) : json.check(body, maximum);
  }

  /** The problems as the client is told of them. */
  static OperationOutcome outcome(List<Problem> problems) {
    OperationOutcome outcome = new OperationOutcome();
    for (Problem problem : problems) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.ERROR)
          .setCode(IssueType.fromCode(problem.code()))
          .setDiagnostics(problem.diagnostics())
          .addExpression(problem.expression());
    }
    return outcome;
  }
}
