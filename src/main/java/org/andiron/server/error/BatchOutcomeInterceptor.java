package org.andiron.server.error;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import org.andiron.server.RequestId;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/**
 * Gives the failed entries of a batch the same outcome as a failed request: HAPI calls each an
 * exception, and tells the statement that failed.
 */
@Interceptor
public final class BatchOutcomeInterceptor {

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.ERRORS)
  public void classify(
      RequestDetails request, HttpServletRequest servletRequest, IBaseResource answer) {
    if (!(answer instanceof Bundle bundle)
        || (bundle.getType() != Bundle.BundleType.BATCHRESPONSE
            && bundle.getType() != Bundle.BundleType.TRANSACTIONRESPONSE)) {
      return;
    }
    for (BundleEntryComponent entry : bundle.getEntry()) {
      String status = entry.getResponse().getStatus();
      if (status != null
          && status.matches("[45][0-9][0-9].*")
          && entry.getResponse().getOutcome() instanceof OperationOutcome outcome) {
        classify(outcome, Integer.parseInt(status.substring(0, 3)), RequestId.of(servletRequest));
      }
    }
  }

  private static void classify(OperationOutcome outcome, int status, String requestId) {
    for (OperationOutcomeIssueComponent issue : outcome.getIssue()) {
      if (status >= 500) {
        issue.setCode(IssueType.EXCEPTION);
        issue.setDiagnostics(
            "The server failed to carry out this entry. Give the request id "
                + requestId
                + " to its operator, whose log has the cause.");
      } else if (issue.getCode() == IssueType.EXCEPTION) {
        issue.setCode(OutgoingErrorInterceptor.code(status));
      }
    }
  }
}
