package org.andiron.server.error;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/**
 * What is wrong with one parameter of a request.
 *
 * @param name the parameter with its modifiers, as the client wrote it
 * @param diagnostics what is wrong and what would be right, without the value
 * @see <a href="https://hl7.org/fhir/R4/operationoutcome-example-searchfail.html">How R4 says
 *     so</a>
 */
public record ParameterFault(String name, IssueType code, String diagnostics) {

  private static final String PLACE = "http.";

  /** A value that cannot be understood. */
  public static ParameterFault ofValue(String name, String diagnostics) {
    return new ParameterFault(name, IssueType.VALUE, diagnostics);
  }

  /** Something that this server does not have. */
  public static ParameterFault unsupported(String name, String diagnostics) {
    return new ParameterFault(name, IssueType.NOTSUPPORTED, diagnostics);
  }

  /** The refusal of a request with such faults: 400, with an issue for each. */
  public static InvalidRequestException refusal(List<ParameterFault> faults) {
    return new InvalidRequestException(
        faults.stream().map(ParameterFault::diagnostics).collect(Collectors.joining(" ")),
        outcome(faults, IssueSeverity.ERROR));
  }

  /** An outcome with an issue for each fault, in their order. */
  public static OperationOutcome outcome(List<ParameterFault> faults, IssueSeverity severity) {
    OperationOutcome outcome = new OperationOutcome();
    for (ParameterFault fault : faults) {
      OperationOutcomeIssueComponent issue = outcome.addIssue();
      issue.setSeverity(severity).setCode(fault.code).setDiagnostics(fault.diagnostics);
      // R4 has parameters in location, which it calls deprecated; later versions in expression.
      issue.addLocation(PLACE + fault.name);
      issue.addExpression(PLACE + fault.name);
    }
    return outcome;
  }
}
