package org.andiron.server.error;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServletRequest;
import org.andiron.server.RequestId;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns every failure behind the FHIR endpoint into a status and an <a
 * href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a> whose id is the id of
 * the request. A 4xx says what is wrong and where; a 5xx says nothing about the inside, which only
 * the log knows, under the same id.
 */
public final class OutgoingErrorInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(OutgoingErrorInterceptor.class);

  @Hook(value = Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION, order = RequestPipeline.ERRORS)
  public BaseServerResponseException convert(
      RequestDetails request, HttpServletRequest servletRequest, Throwable failure) {
    RequestFailure known = RequestFailure.of(failure);
    String requestId = RequestId.of(servletRequest);
    if (known.isInternal()) {
      LOG.error("Request failed inside the server", failure);
    } else {
      LOG.debug("Request refused with {}", known.status(), failure);
    }
    OperationOutcome outcome = known.outcome();
    if (known.status() == 500) {
      outcome
          .getIssueFirstRep()
          .setDiagnostics(
              "The server failed to carry out this request. Give the request id "
                  + requestId
                  + " to its operator, whose log has the cause.");
    } else {
      BrokenReference.locate(outcome, request.getResource());
    }
    outcome.setId(requestId);
    known.error().setOperationOutcome(outcome);
    return known.error();
  }
}
