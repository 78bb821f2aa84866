package org.andiron.server.guard;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Checks the numbers of a search: of a request, of its criteria, and of the entries of a Bundle.
 */
@Interceptor
final class SearchNumberLimitsInterceptor {

  private final SearchNumberLimits limits;

  SearchNumberLimitsInterceptor(SearchNumberLimits limits) {
    this.limits = limits;
  }

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.LIMITS + 1)
  public void checkRequest(RequestDetails request) {
    limits.check(request.getParameters());
    checkCriteria(request.getHeader(Constants.HEADER_IF_NONE_EXIST));
  }

  /** Entries of a batch or transaction never pass the earlier hook. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = RequestPipeline.LIMITS + 1)
  public void checkSearchEntry(RequestDetails details) {
    if (details instanceof ServletSubRequestDetails) {
      limits.check(details.getParameters());
    }
  }

  /** Each entry of a batch comes as a transaction of its own, so that it fails alone. */
  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.LIMITS + 1)
  public void checkWriteEntries(IBaseBundle processed) {
    if (processed instanceof Bundle bundle && bundle.getType() != Bundle.BundleType.BATCH) {
      for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
        checkCriteria(entry.getRequest().getUrl());
        checkCriteria(entry.getRequest().getIfNoneExist());
      }
    }
  }

  private void checkCriteria(@Nullable String url) {
    if (url != null) {
      limits.checkCriteria(url);
    }
  }
}
