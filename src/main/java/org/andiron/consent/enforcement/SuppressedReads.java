package org.andiron.consent.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.andiron.server.RequestId;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who may break the glass, when a resource is not found by its id, that they would find
 * it then. Nothing is asked where something is found.
 *
 * @see <a href="https://hl7.org/fhir/R4/security.html#AccessDenied">Access Denied</a>
 */
public final class SuppressedReads {

  private static final Set<RestOperationTypeEnum> READS =
      Set.of(RestOperationTypeEnum.READ, RestOperationTypeEnum.VREAD);

  private final EmergencyAccess emergencies;

  SuppressedReads(EmergencyAccess emergencies) {
    this.emergencies = emergencies;
  }

  /** Takes the place of the answer that there is no such resource. */
  @Hook(
      value = Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION,
      order = RequestPipeline.SUPPRESSED_READS)
  public @Nullable BaseServerResponseException tell(
      RequestDetails request, HttpServletRequest servletRequest, Throwable failure) {
    if (!(failure instanceof ResourceNotFoundException)
        || request.getRestOperationType() == null
        || !READS.contains(request.getRestOperationType())
        || request.getId() == null) {
      return null;
    }
    return VisibilityOfRequest.reader(request)
        .map(RequestingParty::of)
        .filter(emergencies::mayBreak)
        .filter(party -> wouldExist(request, party, request.getId()))
        .map(party -> suppressed(RequestId.of(servletRequest)))
        .orElse(null);
  }

  private boolean wouldExist(RequestDetails request, RequestingParty party, IIdType id) {
    return emergencies.wouldExist(
        VisibilityOfRequest.of(request),
        party,
        request.getResourceName(),
        id.getIdPart(),
        Optional.ofNullable(id.getVersionIdPartAsLong()));
  }

  private static BaseServerResponseException suppressed(String requestId) {
    OperationOutcome outcome = new OperationOutcome();
    outcome.setId(requestId);
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.INFORMATION)
        .setCode(IssueType.SUPPRESSED)
        .setDiagnostics(
            "Additional information may be available using the Break-The-Glass protocol: POST"
                + " Patient/[id]/$break-glass with the parameter reason, for the purpose BTG or"
                + " ETREAT.");
    return new ForbiddenOperationException(outcome.getIssueFirstRep().getDiagnostics(), outcome);
  }
}
