package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to store what a summary showed: it would replace the resource by a part of it. HAPI does
 * so for the tag as it was before R4.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">The tag SUBSETTED</a>
 */
@Interceptor
public final class SubsettedResourceInterceptor {

  /** One that is stored with the tag may go on with it. */
  @Hook(
      value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void checkUpdate(@Nullable IBaseResource before, IBaseResource after) {
    if (isSubsetted(after) && !(before != null && isSubsetted(before))) {
      throw refusal(after);
    }
  }

  @Hook(
      value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void checkCreate(IBaseResource resource) {
    if (isSubsetted(resource)) {
      throw refusal(resource);
    }
  }

  private static boolean isSubsetted(IBaseResource resource) {
    return resource.getMeta().getTag().stream()
        .anyMatch(
            it ->
                Constants.TAG_SUBSETTED_CODE.equals(it.getCode())
                    && Constants.TAG_SUBSETTED_SYSTEM_R4.equals(it.getSystem()));
  }

  private static UnprocessableEntityException refusal(IBaseResource resource) {
    String diagnostics =
        "The resource has the tag SUBSETTED: it is a part of one, as _summary and _elements show"
            + " it, and would take the place of the whole; nothing was stored. Read the resource"
            + " without them, change it and send that, or send a patch.";
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.ERROR)
        .setCode(IssueType.BUSINESSRULE)
        .setDiagnostics(diagnostics)
        .addExpression(resource.fhirType() + ".meta.tag");
    return new UnprocessableEntityException(diagnostics, outcome);
  }
}
