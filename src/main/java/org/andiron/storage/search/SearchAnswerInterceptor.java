package org.andiron.storage.search;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;

/** What all pages of a search have in common: first and others. */
@Interceptor
public final class SearchAnswerInterceptor {

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.REQUEST_SEMANTICS)
  public void finish(RequestDetails request, IBaseResource answer) {
    if (answer instanceof Bundle bundle && bundle.getType() == Bundle.BundleType.SEARCHSET) {
      if (request.getRestOperationType() == RestOperationTypeEnum.GET_PAGE) {
        IgnoredParameters.report(bundle, request);
      }
      MandatoryElements.add(request, bundle);
    }
  }
}
