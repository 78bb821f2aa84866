package org.andiron.consent.masking;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Optional;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.andiron.visibility.Withheld;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to update and to patch a resource of which the writer does not see all parts: what the
 * writer has read would take the place of the whole. It may be deleted. What references tell of
 * others that the writer does not see stays as it is.
 */
@Interceptor
public final class UnseenPartsInterceptor {

  private final ShownResources shown;

  UnseenPartsInterceptor(ShownResources shown) {
    this.shown = shown;
  }

  /** Before the patch, which may fail or not because of what is there. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH, order = RequestPipeline.MASKS)
  public void patching(@Nullable RequestDetails request, PrePatchDetails patch) {
    requireSeen(request, patch.getResource());
    Optional<Withheld> withheld = withheld(request);
    if (withheld.isPresent() && patch.getResource() instanceof Resource resource) {
      shown.blank(resource, withheld.get());
    }
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.MASKS)
  public void updating(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    if (before != null && !isOnlyOfLabels(request)) {
      requireSeen(request, before);
      if (before instanceof Resource stored && after instanceof Resource resource) {
        if (!shown.restoreBlanked(stored, resource)) {
          throw unknownReference(resource.fhirType());
        }
        withheld(request).ifPresent(it -> shown.restore(stored, resource, it));
      }
    }
  }

  /** If it is anything. */
  private static Optional<Withheld> withheld(@Nullable RequestDetails request) {
    return request == null
        ? Optional.empty()
        : VisibilityOfRequest.withheld(request).filter(it -> !it.isNothing());
  }

  private static boolean isOnlyOfLabels(@Nullable RequestDetails request) {
    return request != null && String.valueOf(request.getOperation()).startsWith("$meta-");
  }

  private void requireSeen(@Nullable RequestDetails request, IBaseResource stored) {
    Optional<Reader> writer = VisibilityOfRequest.reader(request);
    if (writer.isPresent()
        && stored instanceof Resource resource
        && shown.hidesParts(writer.get(), resource)) {
      throw refusal(resource.fhirType());
    }
  }

  private static UnprocessableEntityException refusal(String type) {
    return refusal(
        type,
        IssueType.SUPPRESSED,
        "Parts of this "
            + type
            + " are withheld from you (meta.security REDACTED), so that what you have would take"
            + " the place of the whole; nothing was stored. Somebody who sees all of it can change"
            + " it.");
  }

  private static UnprocessableEntityException unknownReference(String type) {
    return refusal(
        type,
        IssueType.CONFLICT,
        "A reference in this "
            + type
            + " stands for one that was withheld from you (its id begins with withheld-), in"
            + " another version than the newest; nothing was stored. Read the newest version, and"
            + " change that.");
  }

  private static UnprocessableEntityException refusal(
      String type, IssueType code, String diagnostics) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.ERROR)
        .setCode(code)
        .setDiagnostics(diagnostics)
        .addExpression(type);
    return new UnprocessableEntityException(diagnostics, outcome);
  }
}
