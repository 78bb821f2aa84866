package org.andiron.risk.operation;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.andiron.risk.feature.WrongPatientException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What cannot be computed from, be it stored as it is: says what and where, and nothing of whom.
 */
final class UnusableInput {

  private final String place;
  private final String message;

  /**
   * @param place FHIRPath of the element that is wrong
   */
  UnusableInput(String place, String message) {
    this.place = place;
    this.message = message;
  }

  /** Something that the index has in a record and that does not name its patient. */
  static UnusableInput of(WrongPatientException mixed) {
    return new UnusableInput(
        mixed.resourceType(),
        "A "
            + mixed.resourceType()
            + " in the record does not refer to the patient as Patient/[id]. Nothing was scored.");
  }

  OperationOutcome outcome(IssueSeverity severity) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(severity)
        .setCode(IssueType.BUSINESSRULE)
        .setDiagnostics(message)
        .addExpression(place);
    return outcome;
  }

  UnprocessableEntityException refusal() {
    return new UnprocessableEntityException(message, outcome(IssueSeverity.ERROR));
  }
}
