package org.andiron.server.guard;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Locale;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** Checks a JSON Patch before it is applied: of a request, and of the entries of a Bundle. */
@Interceptor
final class JsonPatchLimitsInterceptor {

  private final JsonPatchLimits limits;

  JsonPatchLimitsInterceptor(LimitsProperties limits) {
    this.limits = new JsonPatchLimits(limits);
  }

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.LIMITS + 1)
  public void checkRequest(RequestDetails request) {
    if (request.getRequestType() == RequestTypeEnum.PATCH
        && isJsonPatch(request.getHeader("Content-Type"))) {
      limits.check(request.loadRequestContents());
    }
  }

  /** Each entry of a batch comes as a transaction of its own, so that it fails alone. */
  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.LIMITS + 1)
  public void checkEntries(IBaseBundle processed) {
    if (!(processed instanceof Bundle bundle) || bundle.getType() == Bundle.BundleType.BATCH) {
      return;
    }
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getRequest().getMethod() == Bundle.HTTPVerb.PATCH
          && entry.getResource() instanceof Binary patch
          && isJsonPatch(patch.getContentType())
          && patch.getContent() != null) {
        limits.check(patch.getContent());
      }
    }
  }

  private static boolean isJsonPatch(@Nullable String contentType) {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).startsWith("application/json-patch+json");
  }
}
