package org.andiron.storage.transaction;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import org.andiron.server.error.RequestFailure;
import org.andiron.storage.FailedEntryException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.StringType;

/** The failure of a whole transaction, told as that of the entry that caused it. */
final class EntryFailure {

  private EntryFailure() {}

  /** What to throw; a failure of the server itself stays as it is. */
  static RuntimeException of(int entry, RuntimeException cause) {
    RequestFailure known = RequestFailure.of(cause);
    if (known.status() >= 500) {
      return cause;
    }
    BaseServerResponseException failure = of(entry, known.status(), known.outcome());
    failure.initCause(cause);
    return failure;
  }

  static BaseServerResponseException of(int entry, int status, OperationOutcome told) {
    OperationOutcome outcome = told.copy();
    for (OperationOutcomeIssueComponent issue : outcome.getIssue()) {
      if (issue.getExpression().stream().noneMatch(it -> it.getValue().startsWith("Bundle."))) {
        // First the entry, then what is wrong in it.
        issue.getExpression().add(0, new StringType("Bundle.entry[" + entry + "]"));
      }
    }
    return new FailedEntryException(entry, status, outcome);
  }
}
