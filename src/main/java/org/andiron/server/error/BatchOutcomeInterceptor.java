package org.andiron.server.error;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.andiron.server.RequestId;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/**
 * Finishes the outcomes of the failed entries of a batch: gives each the places in the Bundle that
 * was sent, and says nothing of the inside where the server failed.
 */
@Interceptor
public final class BatchOutcomeInterceptor {

  /** HAPI processes each entry as the only one of a Bundle of its own. */
  private static final String ONLY_ENTRY = "Bundle.entry[0].request";

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.ERRORS)
  public void finish(
      RequestDetails request, HttpServletRequest servletRequest, IBaseResource answer) {
    if (!(answer instanceof Bundle bundle) || bundle.getType() != BundleType.BATCHRESPONSE) {
      return;
    }
    List<BundleEntryComponent> sent =
        request.getResource() instanceof Bundle batch ? batch.getEntry() : List.of();
    List<BundleEntryComponent> entries = bundle.getEntry();
    for (int i = 0; i < entries.size(); i++) {
      String status = entries.get(i).getResponse().getStatus();
      if (status != null
          && status.matches("[45][0-9][0-9].*")
          && entries.get(i).getResponse().getOutcome() instanceof OperationOutcome outcome) {
        if (RequestFailure.isInternal(Integer.parseInt(status.substring(0, 3)))) {
          hideInside(outcome, RequestId.of(servletRequest));
        } else {
          locate(outcome, i, i < sent.size() ? sent.get(i) : new BundleEntryComponent());
        }
      }
    }
  }

  private static void hideInside(OperationOutcome outcome, String requestId) {
    for (OperationOutcomeIssueComponent issue : outcome.getIssue()) {
      issue.setCode(IssueType.EXCEPTION);
      issue.setDiagnostics(
          "The server failed to carry out this entry. Give the request id "
              + requestId
              + " to its operator, whose log has the cause.");
    }
  }

  private static void locate(OperationOutcome outcome, int index, BundleEntryComponent sent) {
    Resource resource = sent.getResource();
    BrokenReference.locate(outcome, resource);
    String entry = "Bundle.entry[" + index + "]";
    for (OperationOutcomeIssueComponent issue : outcome.getIssue()) {
      if (issue.hasDiagnostics() && issue.getDiagnostics().startsWith(ONLY_ENTRY)) {
        String rest = issue.getDiagnostics().substring(ONLY_ENTRY.length());
        issue.setDiagnostics(entry + ".request" + rest);
      }
      for (StringType expression : issue.getExpression()) {
        String path = expression.getValue();
        if (resource != null && path != null && path.startsWith(resource.fhirType() + ".")) {
          expression.setValue(entry + ".resource" + path.substring(resource.fhirType().length()));
        }
      }
    }
  }
}
