package org.andiron.storage.request;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.EnumSet;
import java.util.Set;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What all pages of a search have in common, the first and the others, and single resources too.
 */
@Interceptor
public final class SearchAnswerInterceptor {

  private static final Set<RestOperationTypeEnum> SHORTENED =
      EnumSet.of(
          RestOperationTypeEnum.SEARCH_TYPE,
          RestOperationTypeEnum.SEARCH_SYSTEM,
          RestOperationTypeEnum.GET_PAGE,
          RestOperationTypeEnum.HISTORY_INSTANCE,
          RestOperationTypeEnum.HISTORY_TYPE,
          RestOperationTypeEnum.HISTORY_SYSTEM,
          RestOperationTypeEnum.READ,
          RestOperationTypeEnum.VREAD);

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.REQUEST_SEMANTICS)
  public void finish(RequestDetails request, @Nullable IBaseResource answer) {
    RestOperationTypeEnum done = request.getRestOperationType();
    if (done == RestOperationTypeEnum.GET_PAGE && answer instanceof Bundle page) {
      IgnoredParameters.report(page, request);
    }
    if (SHORTENED.contains(done) && answer instanceof Resource resource) {
      MandatoryElements.add(request, resource);
    }
  }
}
